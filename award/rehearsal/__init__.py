"""A whole edition run through the actions, with invented innovations and people."""
