"""Measures: what is counted, its published series with every vintage, figures, tallies and look-ups."""
