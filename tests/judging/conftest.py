"""An open edition, its first scoring round, and an entry that takes part in it."""

from __future__ import annotations

import pytest
from flask import Flask

from award.competitions.models import Edition, Round
from award.entries.models import Entry
from award.entries.states import EntryState
from tests import builders as make


@pytest.fixture
def edition(app: Flask) -> Edition:
    return make.edition()


@pytest.fixture
def round_(edition: Edition) -> Round:
    return make.round_of(edition)


@pytest.fixture
def entry(edition: Edition, round_: Round) -> Entry:
    made = make.entry(edition, state=EntryState.PASSED)
    make.admitted(round_, made)
    return made
