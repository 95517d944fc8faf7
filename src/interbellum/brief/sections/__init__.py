"""The sections of a brief: each function turns the material into one `Section`."""
