"""How much one visitor may ask: how often, and how large an upload a page takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

# Loading it makes addresses that begin with sqlite:// known to the limiter.
from award.core import attempts  # noqa: F401

limiter = Limiter(get_remote_address, default_limits=[])

ONE_DOCUMENT = 64 * 1024 * 1024
"""Bytes that a page for a document takes: far more than any may weigh, so that it is refused at
its field and nothing typed beside it is lost."""

View = TypeVar("View", bound=Callable[..., Any])


def takes_uploads(most_bytes: int, most_files: int) -> Callable[[View], View]:
    """Say how much a view takes, which may be more than a form carries otherwise: from anyone
    where it is public, else once who sends it is known."""

    def mark(view: View) -> View:
        view.uploads = (most_bytes, most_files + 10)  # type: ignore[attr-defined]
        return view

    return mark
