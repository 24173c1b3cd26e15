"""The daily run: which editions are due, what is new in them, what was told and sent.

One rule: what time it is, and what was made before, is given; nothing here asks the clock.
"""
