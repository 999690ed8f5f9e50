"""What cleaning may run into."""


class Unclean(Exception):
    """The file cannot be given out without its metadata."""
