"""The command line. Only what a command needs is imported, and only when it runs."""

from __future__ import annotations

from interbellum.cli.app import cli, main

__all__ = ["cli", "main"]
