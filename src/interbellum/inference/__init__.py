"""The posterior of the parameters from the observed marks, its diagnostics, and what is stored of it."""
