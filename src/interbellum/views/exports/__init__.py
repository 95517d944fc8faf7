"""A case in the formats of other programs: one module a format, each a pure function from a record."""
