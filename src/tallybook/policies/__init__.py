"""Policies: priorities and detainer rules as dated, citable clauses, over one case (traced) or over records (sets)."""
