"""Bytes in: documents to text with offsets, datasets to rows."""
