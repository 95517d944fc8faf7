"""The case: a folder of text files, its schema, loading, checking and saving."""
