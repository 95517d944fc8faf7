"""What happened: acts that verbs, nouns and participles tell, and what only seems to be one."""
