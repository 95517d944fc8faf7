"""Names of actors and places: the gazetteer, mentions in a text, names that a case does not have yet."""
