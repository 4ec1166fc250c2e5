"""The weighing: a claim in, a verdict with its evidence out."""
