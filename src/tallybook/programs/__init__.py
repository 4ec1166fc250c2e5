"""Programmes through time and place: Secure Communities, 287(g) agreements and detainers."""
