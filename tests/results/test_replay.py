"""The ledger alone gives every score and rank again, and shows where it was tampered with."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text

from award.core.db import db
from award.judging import actions as judging
from award.results import actions
from award.results.queries import rulings
from tests import builders
from tests.results import course, lived


@pytest.fixture
def replay(app):
    def run():
        return app.test_cli_runner().invoke(args=["ledger", "replay"])

    return run


@pytest.fixture
def frozen(app, cast):
    """Two entries that tie and are parted by vote, one clear winner, one that stays behind."""
    edition = lived.edition(places=3)
    entries = lived.decided(edition, (5, 5, 4), (4, 4, 3), (4, 4, 3), (2, 1, 2))
    actions.vote(
        edition=edition,
        round_=None,
        order=[entries[2].id, entries[1].id],
        reason="Manfaat lebih luas.",
        actor=cast.organiser,
    )
    actions.freeze(edition=edition, actor=cast.organiser)
    db.session.commit()
    return edition, entries


def test_the_ledger_alone_gives_every_decision_again(frozen, replay):
    result = replay()

    assert result.exit_code == 0, result.output
    assert "proposal: 4 entries, 12 sheets, 4 decisions" in result.output
    assert "final: 4 decisions" in result.output
    assert "14 decisions, all as the ledger gives them" in result.output


def test_a_withdrawn_result_is_forgotten_and_counted_anew(frozen, replay, cast):
    edition, _ = frozen
    actions.unfreeze(edition=edition, reason="Salah kunci.", actor=cast.organiser)
    actions.freeze(edition=edition, actor=cast.organiser, places=("juara_1",))
    db.session.commit()

    assert replay().exit_code == 0


def test_a_sheet_taken_from_its_judge_does_not_count(app, replay, cast):
    edition = lived.edition()
    entry = course.passed(edition, "Gelatik")
    round_ = builders.round_of(edition, state="draft")
    judging.open_round(round_=round_, actor=cast.organiser)
    lived.give(round_, entry, cast.external_judge, 5)
    harsh = lived.give(round_, entry, cast.second_judge, 1)
    judging.unassign(assignment=harsh, reason="Berhalangan.", actor=cast.organiser)
    judging.close_round(round_=round_, actor=cast.organiser)
    judging.lock_round(round_=round_, actor=cast.organiser)
    [decision] = actions.decide_round(round_=round_, actor=cast.organiser)
    db.session.commit()

    assert str(decision.score) == "100.00"
    assert replay().exit_code == 0


def test_a_mark_changed_after_the_discussion_counts_as_changed(app, replay, cast):
    edition = lived.edition()
    entry = course.passed(edition, "Gelatik")
    round_ = builders.round_of(edition, state="draft")
    judging.open_round(round_=round_, actor=cast.organiser)
    given = lived.give(round_, entry, cast.external_judge, 5)
    judging.start_comparing(assignment=given, actor=cast.external_judge)
    judging.change_mark(
        assignment=given,
        criterion_key="signifikansi",
        level=4,
        reason="Bukti dampaknya kurang.",
        version=1,
        actor=cast.external_judge,
    )
    judging.close_round(round_=round_, actor=cast.organiser)
    judging.lock_round(round_=round_, actor=cast.organiser)
    [decision] = actions.decide_round(round_=round_, actor=cast.organiser)
    db.session.commit()

    assert str(decision.score) == "94.00"
    assert replay().exit_code == 0


def test_a_disqualified_entry_is_left_out_of_the_count_too(app, replay, cast):
    edition = lived.edition(places=3)
    best, *_others = lived.decided(edition, (5, 5, 5), (4, 4, 4), (3, 3, 3))
    builders.run("entry.disqualify", rulings.ruling(best.id))
    found = actions.freeze(edition=edition, actor=cast.organiser)
    db.session.commit()

    assert best.id not in {each.entry_id for each in found}
    result = replay()
    assert result.exit_code == 0, result.output


def test_a_score_changed_in_the_database_is_named(frozen, replay):
    _, entries = frozen
    db.session.execute(
        text("UPDATE decision SET score = '99.99' WHERE round_id IS NULL AND entry_id = :id"),
        {"id": entries[0].id},
    )
    db.session.commit()

    result = replay()

    assert result.exit_code == 1
    assert f"final, entry {entries[0].id}: score" in result.output
    assert "99.99 told" in result.output


def test_a_mark_changed_in_the_ledger_no_longer_gives_what_was_decided(frozen, replay):
    seq, content = db.session.execute(
        text("SELECT seq, content FROM ledger WHERE action = 'sheet.finished' ORDER BY seq")
    ).first()
    told = json.loads(content)
    key = sorted(told["marks"])[0]
    told["marks"][key]["level"] = 1
    _tamper(seq, told)

    result = replay()

    assert result.exit_code == 1
    assert f"act {seq}: sheet" in result.output
    assert "score" in result.output


def _tamper(seq, told):
    where = " ON ledger" if db.engine.dialect.name == "postgresql" else ""
    db.session.execute(text(f"DROP TRIGGER ledger_no_update{where}"))
    db.session.execute(
        text("UPDATE ledger SET content = :content WHERE seq = :seq"),
        {"content": json.dumps(told), "seq": seq},
    )
    db.session.commit()
