"""Checks of what the rows of a case say together; each is a function from the case to findings."""
