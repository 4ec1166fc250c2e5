"""Tallybook: the count of US immigration enforcement, kept in the open."""
__version__ = "0.1.0"
