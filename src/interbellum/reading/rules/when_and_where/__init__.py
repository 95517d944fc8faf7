"""When and where something happened: dates and places of clauses, and ground that is not named again."""
