"""The reader: a document in, its claims out, by rules and tables of the catalog."""
