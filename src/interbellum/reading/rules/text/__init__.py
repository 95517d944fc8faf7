"""What a sentence of a document holds before anybody asks who did what: its words, cues, idioms, notes."""
