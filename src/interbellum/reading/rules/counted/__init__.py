"""Figures beside what is told, and what they count."""
