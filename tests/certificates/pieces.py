"""Work for processes that is done at once; in a module of its own, so that they load little."""

import os


def who(_piece: int) -> int:
    """The process that does this."""
    return os.getpid()


def fatal(_piece: object) -> None:
    """A page that ends the process which prints it."""
    os._exit(9)
