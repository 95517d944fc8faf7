"""Record to arrays: units with their lifetimes, the State pytree, observed marks a step."""
