"""Time expressions: found, and resolved against the document and what it told before."""
