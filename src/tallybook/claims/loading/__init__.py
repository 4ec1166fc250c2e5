"""Documents in: text, Markdown, HTML, PDF, DOCX, folders and standard input, as blocks with exact offsets."""

from tallybook.claims.loading.files import ENDINGS, documents_in, limit_bytes, load, load_bytes
from tallybook.claims.loading.texts import load_text

__all__ = ["ENDINGS", "documents_in", "limit_bytes", "load", "load_bytes", "load_text"]
