"""Measures: what is counted, its published series with every vintage, comparisons and look-ups. Imports only the base."""
