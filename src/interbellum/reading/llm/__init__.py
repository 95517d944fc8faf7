"""The reader that asks a language model, and holds what it answers to the text."""
