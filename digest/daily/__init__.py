"""The daily run: which digests are due, what is new in them, and handing them over once."""
