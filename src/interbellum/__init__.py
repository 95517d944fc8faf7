"""Interbellum: a regional conflict as a working model: cited, replayable, run forward, scored."""
