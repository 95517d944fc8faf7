"""Forecasts of a panel of units from its own past: mechanisms, analogues, simple models and their stack."""
