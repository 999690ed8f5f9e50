"""The law of rounds, as a table."""

from __future__ import annotations

from itertools import product

import pytest

from award.competitions.states import FINAL, ROUND, SEALED, UNDER_WAY, RoundState
from award.core.workflow import IllegalMove

R = RoundState
LAW = {
    "open": (R.DRAFT, R.OPEN),
    "close": (R.OPEN, R.CLOSED),
    "reopen": (R.CLOSED, R.OPEN),
    "lock": (R.CLOSED, R.LOCKED),
    "unlock": (R.LOCKED, R.CLOSED),
    "decide": (R.LOCKED, R.DECIDED),
    "undecide": (R.DECIDED, R.LOCKED),
    "publish": (R.DECIDED, R.PUBLISHED),
}


@pytest.mark.parametrize(("move", "state"), list(product(LAW, R)))
def test_a_round_moves_as_the_table_says_and_never_otherwise(move: str, state: RoundState) -> None:
    source, target = LAW[move]
    if state == source:
        assert ROUND.after(move, state) == target
    else:
        with pytest.raises(IllegalMove):
            ROUND.after(move, state)


def test_the_table_has_no_other_moves() -> None:
    assert set(ROUND.moves) == set(LAW)
    assert ROUND.possible(R.PUBLISHED) == ()


def test_a_round_is_under_way_closed_or_sealed() -> None:
    assert set(R) - UNDER_WAY - SEALED == {R.CLOSED}
    assert FINAL < SEALED
