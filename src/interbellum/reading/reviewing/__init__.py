"""What becomes of proposed claims: decisions of an analyst, records made of what was accepted."""
