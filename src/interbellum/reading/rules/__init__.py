"""The rule reader: clauses to claims, without a model and without the network."""
