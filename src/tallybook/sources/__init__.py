"""Sources: bytes to rows of text with sheet and row numbers, layouts, and what a file says it covers."""
