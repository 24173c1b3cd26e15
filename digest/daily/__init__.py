"""The daily run: what is due, what is new, and handing it over once."""
