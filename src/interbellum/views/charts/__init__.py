"""The charts: each function returns a `View`, which draws itself when asked."""
