"""Secure Communities as a process: synthetic bookings from fingerprints to the fiscal-year total."""
