"""The step and its fold, ensembles, scenarios, same luck, stores."""
