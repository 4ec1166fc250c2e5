"""Disclosure control: what of the records is published, and how small cells are kept from being worked out."""
