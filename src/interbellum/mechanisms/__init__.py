"""The mechanisms: parameters, chance and effect. The only place where the theory of conflict lives."""
