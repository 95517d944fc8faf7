"""Datasets into a case: parties linked, records chosen, counted and written in one transaction."""
