"""Claims: a document in, its numeric statements found, weighed against official values, with their evidence."""
