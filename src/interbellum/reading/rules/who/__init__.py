"""Who is meant and who takes part: names in groups, roles around a verb, pronouns, people on no list."""
