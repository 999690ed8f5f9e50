"""The participation board: every agency once, coverage as defined, waivers apart."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from award.competitions.states import EditionState
from award.core.db import db
from award.core.ledger import Act
from award.core.problems import Invalid, Refused
from award.entries import coverage
from award.entries.actions.board import end_waiver, waive
from award.entries.coverage import Owner, Piece, Standing
from award.entries.queries_board import board_of
from award.entries.states import EntryState
from award.innovations.states import Stage
from tests import builders

OWNERS = [Owner(n, f"pd-{n}", f"Dinas {n}") for n in range(38)]
PIECES = st.builds(
    Piece,
    owner_id=st.integers(0, 37),
    entry_id=st.integers(1, 999),
    title=st.just("Judul"),
    state=st.sampled_from(EntryState),
    submitted=st.booleans(),
    eligible=st.booleans(),
)


@pytest.fixture
def edition(app):
    return builders.edition()


def standings(edition) -> dict[str, Standing]:
    return {row.owner.code: row.standing for row in board_of(edition).rows}


@given(st.lists(PIECES, max_size=60), st.sets(st.integers(0, 37)))
def test_every_agency_is_counted_exactly_once(pieces, waived):
    board = coverage.board(OWNERS, pieces, dict.fromkeys(waived, "Alasan"))
    assert sum(board.counts.values()) == 38
    assert board.counts == {s: Counter(r.standing for r in board.rows)[s] for s in Standing}
    assert board.counts[Standing.WAIVED] == len(waived) == 38 - board.owing
    assert 0 <= board.covered <= board.owing
    assert (board.percent is None) == (board.owing == 0)
    assert sum(len(board.showing(each)) for each in Standing) == len(board.showing(None))


@given(PIECES, PIECES)
def test_a_further_entry_never_lowers_the_coverage(one, other):
    alone = coverage.board(OWNERS, [one], {})
    both = coverage.board(OWNERS, [one, other], {})
    assert both.covered >= alone.covered


def test_all_38_agencies_stand_on_the_board_by_their_best_entry(edition, cast):
    builders.entry(edition, state=EntryState.DRAFT)
    builders.entry(edition, state=EntryState.PASSED)
    builders.entry(edition, builders.agency("dinkes"), EntryState.AWAITING_SIGNOFF)
    builders.entry(edition, builders.agency("bappeda"), EntryState.WITHDRAWN)
    builders.entry(edition, builders.agency("dispar"), EntryState.REJECTED)
    board = board_of(edition)
    assert len(board.rows) == 38
    found = standings(edition)
    assert found["dlhk"] == Standing.PASSED
    assert found["dinkes"] == Standing.AWAITING
    assert found["bappeda"] == Standing.NOT_STARTED
    assert found["dispar"] == Standing.REJECTED
    assert (board.covered, board.owing, board.percent) == (1, 38, Decimal("2.63"))


def test_the_entry_of_a_sub_unit_does_the_duty_of_the_agency_above(edition, cast):
    builders.entry(edition, builders.agency("pkm-kuta-i"), EntryState.SUBMITTED)
    assert standings(edition)["dinkes"] == Standing.SUBMITTED
    assert board_of(edition).covered == 1


def test_an_entry_in_correction_was_submitted_and_counts(edition, cast):
    builders.entry(edition, state=EntryState.CORRECTION)
    assert standings(edition)["dlhk"] == Standing.CORRECTION
    assert board_of(edition).covered == 1


def test_an_innovation_that_is_not_eligible_does_not_count(edition, cast):
    trial = builders.innovation(stage=Stage.TRIAL)
    builders.entry(edition, state=EntryState.SUBMITTED, innovation=trial)
    assert standings(edition)["dlhk"] == Standing.SUBMITTED
    assert board_of(edition).covered == 0


def test_a_waived_agency_is_counted_apart_until_the_waiver_ends(edition, cast):
    agency = builders.agency("kesbangpol")
    builders.entry(edition, state=EntryState.PASSED)
    waive(edition=edition, agency=agency, reason="Dibentuk kembali.", actor=cast.organiser)
    board = board_of(edition)
    assert standings(edition)["kesbangpol"] == Standing.WAIVED
    assert (board.covered, board.owing, board.percent) == (1, 37, Decimal("2.70"))
    end_waiver(edition=edition, agency=agency, actor=cast.organiser)
    end_waiver(edition=edition, agency=agency, actor=cast.organiser)
    assert board_of(edition).owing == 38
    db.session.commit()
    acts = db.session.scalars(db.select(Act.action)).all()
    assert (acts.count("board.waived"), acts.count("board.waiver_ended")) == (1, 1)


def test_a_waiver_needs_a_reason_a_duty_and_an_open_edition(edition, cast):
    def attempt(code="kesbangpol", reason="Alasan.", actor=cast.organiser):
        return waive(edition=edition, agency=builders.agency(code), reason=reason, actor=actor)

    with pytest.raises(Invalid) as refused:
        attempt(reason=" ")
    assert "reason" in refused.value.fields
    with pytest.raises(Invalid, match="tidak wajib"):
        attempt(code="pkm-kuta-i")
    with pytest.raises(Refused):
        attempt(actor=cast.staff)
    first = attempt()
    assert attempt(reason="Alasan baru.") == first
    assert first.reason == "Alasan baru."
    edition.state = EditionState.FROZEN
    with pytest.raises(Refused):
        attempt()
