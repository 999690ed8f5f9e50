"""Weights change after the first mark only as two people agree, and every total is counted anew."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal

import pytest
from sqlalchemy import select

from award.approvals.queries import open_of
from award.competitions.actions.reweighing import RUBRIC, STAGES
from award.competitions.models import Criterion, Edition, EditionVersion, Round
from award.competitions.states import RoundState
from award.core import clock
from award.core.access import can, why_not
from award.core.db import db
from award.core.ledger import Act
from award.core.problems import Invalid, Refused
from award.entries.states import EntryState
from award.judging import actions
from award.judging.models import ScoreSheet
from award.judging.queries import writing
from tests import builders as make
from tests.browsing import Visitor
from tests.cast import PASSWORD, Cast


@pytest.fixture
def round_(cast: Cast) -> Round:
    """Scored by one judge: the first criterion got 5, the others 3."""
    edition = make.edition()
    edition.locked_at = clock.now()
    found = make.round_of(edition)
    entry = make.entry(edition, state=EntryState.PASSED)
    levels = [5, *[3] * (len(found.criteria) - 1)]
    make.sheet(make.assignment(found, entry, cast.external_judge), levels)
    db.session.commit()
    return found


def shifted(round_: Round) -> dict[str, str]:
    """Five percent more for the first criterion, five less for the second."""
    first, second, *_ = round_.criteria
    weights = {each.key: each.weight for each in round_.criteria}
    weights[first.key] += 5
    weights[second.key] -= 5
    return {key: str(weight) for key, weight in weights.items()}


def test_totals_are_counted_anew_and_marks_stay(round_: Round, cast: Cast) -> None:
    sheet = db.session.scalars(select(ScoreSheet)).one()
    before, levels = sheet.total, [each.level for each in sheet.marks]
    make.run(RUBRIC, round_, "Pleno meminta.", weights=shifted(round_))
    assert sheet.total == before + Decimal("2")
    assert [each.level for each in sheet.marks] == levels


def test_a_save_counts_with_the_weights_of_its_own_moment(round_: Round, cast: Cast) -> None:
    """Two people change the weights between the reading of a sheet and its lock."""
    sheet = db.session.scalars(select(ScoreSheet)).one()
    under_way = writing.writing_for(cast.external_judge, sheet.assignment_id)
    actions.reopen_sheet(assignment=under_way, actor=cast.external_judge)
    before, first, second = sheet.total, *round_.criteria[:2]
    # Past the session, as another transaction would have done it.
    for criterion, points in ((first, 5), (second, -5)):
        heavier = Criterion.__table__.update().where(Criterion.id == criterion.id)
        db.session.execute(heavier.values(weight=criterion.weight + points))
    db.session.execute(Edition.__table__.update().values(version=Edition.version + 1))

    marks = {each.key: (3, "") for each in round_.criteria} | {first.key: (5, "Baru.")}
    actions.finish_sheet(
        assignment=under_way, marks=marks, comment="Baru.", version=1, actor=cast.external_judge
    )

    assert sheet.total == before + Decimal("2")


def test_the_old_weights_and_totals_stay_on_record(round_: Round, cast: Cast) -> None:
    old = round_.criteria[0].weight
    make.run(RUBRIC, round_, "Pleno meminta.", weights=shifted(round_))
    db.session.commit()
    assert round_.criteria[0].weight == old + 5
    kept = db.session.scalars(select(EditionVersion)).one()
    assert kept.reason == "Pleno meminta."
    told = {
        each.action: json.loads(each.content)
        for each in db.session.scalars(select(Act).where(Act.edition_id == round_.edition_id))
    }
    assert "rounds" in told["edition.changed"]["before"]
    [(was, now)] = told["round.recounted"]["totals"].values()
    assert Decimal(now) - Decimal(was) == 2


def test_one_person_changes_no_weight(round_: Round) -> None:
    other = make.round_of(round_.edition, "presentasi")
    agreed = make.agreed(RUBRIC, other, weights=shifted(round_))
    with pytest.raises(Refused, match="dua orang"):
        actions.reweigh_round(round_=round_, approval=agreed)


def test_weights_that_do_not_make_a_hundred_are_refused(round_: Round) -> None:
    wrong = {**shifted(round_), round_.criteria[0].key: "90"}
    with pytest.raises(Invalid):
        make.run(RUBRIC, round_, weights=wrong)


@pytest.mark.parametrize("state", RoundState)
def test_weights_stand_once_the_round_is_locked(
    round_: Round, cast: Cast, state: RoundState
) -> None:
    round_.state = state
    allowed = can("round:reweigh", round_, cast.organiser)
    assert allowed == (state in (RoundState.DRAFT, RoundState.OPEN, RoundState.CLOSED))


def test_before_the_first_mark_nobody_needs_a_second_person(round_: Round, cast: Cast) -> None:
    round_.edition.locked_at = None
    assert "halaman edisi" in str(why_not("edition:reweigh", round_.edition, cast.organiser))
    assert why_not("round:reweigh", round_, cast.staff) is not None


def test_stages_get_other_weights_the_same_way(round_: Round) -> None:
    weights = {each.key: str(each.weight) for each in round_.edition.rounds if each.weight}
    first, second, *_ = weights
    weights[first] = str(Decimal(weights[first]) + 10)
    weights[second] = str(Decimal(weights[second]) - 10)
    make.run(STAGES, round_.edition, weights=weights)
    now = {each.key: str(each.weight) for each in round_.edition.rounds if each.weight}
    assert now == weights


def test_the_way_through_the_pages(
    round_: Round, cast: Cast, visit: Callable[..., Visitor]
) -> None:
    first, path = visit(cast.organiser), f"/panitia/bobot/babak/{round_.id}"
    rubric = first.get(f"/panitia/edisi/{round_.edition_id}/rubrik/{round_.id}")
    assert path in [link["href"] for link in rubric.soup.select("main a")]
    page = first.get(path)
    words = {"reason": "Pleno meminta.", "password": PASSWORD}
    same = first.post(path, {**page.fields(), **words})
    assert "Belum ada bobot yang berubah" in same.text
    wanted = shifted(round_)
    names = {f"bobot-{key}": weight for key, weight in wanted.items()}
    assert first.post(path, {**names, **words}).status == 302
    asked = open_of(RUBRIC, round_.id)
    second = visit(cast.second_organiser)
    shown = second.get(f"/panitia/persetujuan/{asked.id}")
    assert len([each for each in shown.all(".effects li") if "berubah dari" in each]) == 2
    second.post(
        f"/panitia/persetujuan/{asked.id}/konfirmasi", {"remark": "Ya.", "password": PASSWORD}
    )
    db.session.expire_all()
    assert {each.key: str(each.weight) for each in round_.criteria} == wanted
