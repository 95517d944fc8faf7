"""Words, their tags and base forms; sentences, clauses and the patterns that match in them."""
