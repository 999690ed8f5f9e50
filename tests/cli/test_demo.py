"""The demonstration fills only a demonstration; how it does, ``test_serve`` shows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from award import demo
from award.core.problems import Refused
from award.people import queries
from tests.browsing import Visitor


def test_it_never_enters_a_real_installation(app: Flask, visit: Callable[..., Visitor]) -> None:
    with pytest.raises(Refused):
        demo.load_once()
    assert queries.user_by_email(demo.ACCOUNTS[0].email) is None
