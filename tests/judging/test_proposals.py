"""The computed assignment: published in one act, over every wall, mended when one leaves."""

from __future__ import annotations

from collections import Counter

import pytest
import sqlalchemy as sa

from award.competitions.models import Edition, Round
from award.core.db import db
from award.core.problems import Invalid, Stale
from award.entries.models import Entry
from award.entries.states import EntryState
from award.judging import actions
from award.judging.matching.words import clashes, remedies
from award.judging.models import Assignment
from award.judging.queries.proposals import closing, proposal
from award.judging.queries.walls import why_barred
from award.judging.rules import is_external
from award.judging.states import ConflictKind, Ending, SeatRole
from award.people import actions as people
from award.people.directory import AgencyRecord
from award.people.models import Agency, User
from tests import builders as make
from tests.cast import Cast
from tests.counting import statements

OUTSIDE = ("luar-1", "luar-2", "luar-3", "luar-4", "luar-5")


def institution(code: str) -> Agency:
    record = AgencyRecord(
        code=code, name=code, name_en=code, short_name="", kind="luar", participant_class=""
    )
    people.add_agencies(records=[record], actor=None)
    return make.agency(code)


def panel(round_: Round, inside: int, outside: int, cast: Cast) -> list[User]:
    """So many judges in the panel, their agencies taken in turn."""
    duty = db.session.scalars(
        sa.select(Agency).where(Agency.duty, Agency.parent_id.is_(None)).order_by(Agency.id)
    ).all()
    homes = [each for each in duty if each.code != "brida"][:5]
    judges = [make.judge(f"Dalam {n}", homes[n % 5]) for n in range(inside)]
    foreign = [institution(code) for code in OUTSIDE]
    judges += [make.judge(f"Luar {n}", foreign[n % 5]) for n in range(outside)]
    for judge in judges:
        actions.seat(round_=round_, judge=judge, actor=cast.organiser)
    return judges


def field(edition: Edition, round_: Round, count: int) -> list[Entry]:
    """Entries of every agency with a duty in turn, the organiser's among them."""
    agencies = db.session.scalars(sa.select(Agency).where(Agency.duty).order_by(Agency.id)).all()
    entries = [
        make.entry(edition, agencies[n % len(agencies)], EntryState.PASSED) for n in range(count)
    ]
    make.admitted(round_, *entries)
    return entries


def standing(round_: Round) -> list[Assignment]:
    query = sa.select(Assignment).where(Assignment.round_id == round_.id, Assignment.standing)
    return list(db.session.scalars(query))


def hold(round_: Round, cast: Cast) -> None:
    """Every rule holds: three judges each, one external, over the wall, loads within one."""
    judges: dict[int, list[User]] = {}
    for each in standing(round_):
        judges.setdefault(each.entry_id, []).append(each.judge)
        assert why_barred(each.judge, each.entry) is None
        if each.entry.wall_id == cast.organiser.wall_id:
            assert is_external(each.judge)
    assert {len(found) for found in judges.values()} == {3}
    assert all(any(map(is_external, found)) for found in judges.values())


def spread(round_: Round) -> int:
    loads = Counter(each.judge_id for each in standing(round_))
    return max(loads.values()) - min(loads.values())


def test_sixty_entries_and_two_conflicts_later_no_wall_is_broken_and_loads_are_even(
    edition: Edition, round_: Round, cast: Cast
) -> None:
    judges = panel(round_, 7, 8, cast)
    field(edition, round_, 60)
    assert len({judge.wall_id for judge in judges}) == 10
    actions.publish_proposal(round_=round_, actor=cast.organiser)
    assert len(standing(round_)) == 180
    hold(round_, cast)
    assert spread(round_) <= 1
    for judge in (judges[0], judges[-1]):
        hit = next(each for each in standing(round_) if each.judge_id == judge.id)
        declared = actions.declare(
            person=judge, kind=ConflictKind.FAMILY, entry=hit.entry, actor=judge
        )
        assert len(declared.ended) == 1
    assert len(standing(round_)) == 178
    shown = proposal(round_)
    assert (len(shown.added), shown.removed) == (2, [])
    actions.publish_proposal(round_=round_, digest=shown.digest, actor=cast.organiser)
    assert len(standing(round_)) == 180
    hold(round_, cast)
    loads = Counter(each.judge_id for each in standing(round_))
    assert {loads[judge.id] for judge in judges} <= {11, 12, 13}


def test_reserve_judges_step_in_only_when_someone_leaves(
    edition: Edition, round_: Round, cast: Cast
) -> None:
    judges = panel(round_, 0, 4, cast)
    actions.seat(round_=round_, judge=judges[3], role=SeatRole.RESERVE, actor=cast.organiser)
    entry = field(edition, round_, 1)[0]
    actions.publish_proposal(round_=round_, actor=cast.organiser)
    assert {each.judge_id for each in standing(round_)} == {judge.id for judge in judges[:3]}
    absent = standing(round_)[0]
    actions.unassign(
        assignment=absent, reason="Tidak hadir.", ending=Ending.NO_SHOW, actor=cast.organiser
    )
    assert proposal(round_).by_entry == {entry.id: [judges[3]]}


def test_a_begun_sheet_is_never_moved_and_hand_made_pairs_stay(
    edition: Edition, round_: Round, cast: Cast
) -> None:
    judges = panel(round_, 0, 4, cast)
    entry, _other = field(edition, round_, 2)
    make.sheet(make.assignment(round_, entry, judges[0]), 3, finished=False)
    actions.publish_proposal(round_=round_, actor=cast.organiser)
    assert judges[0].id in {each.judge_id for each in standing(round_) if each.entry is entry}
    assert Counter(each.entry_id for each in standing(round_)).most_common()[0][1] == 3
    assert len(standing(round_)) == 6


def test_skills_and_wishes_decide_between_equals(
    edition: Edition, round_: Round, cast: Cast
) -> None:
    judges = panel(round_, 0, 6, cast)
    entries = field(edition, round_, 2)
    actions.wish(round_=round_, entry=entries[0], wishes="Bahasa Bali", actor=cast.organiser)
    for judge in judges[:3]:
        actions.seat(
            round_=round_, judge=judge, expertise="bahasa bali, statistik", actor=cast.organiser
        )
    actions.publish_proposal(round_=round_, actor=cast.organiser)
    served = {each.judge_id for each in standing(round_) if each.entry is entries[0]}
    assert served == {judge.id for judge in judges[:3]}


def test_what_cannot_be_says_who_clashes_and_what_would_help(
    edition: Edition, round_: Round, cast: Cast
) -> None:
    judges = panel(round_, 0, 3, cast)
    entry = field(edition, round_, 1)[0]
    actions.declare(
        person=judges[0], kind=ConflictKind.OTHER, entry=entry, actor=judges[0], note="Teman."
    )
    answer = proposal(round_).infeasible
    assert answer is not None
    names = {str(judge.id): judge.name for judge in judges}
    assert any("Luar 0" in line for line in clashes(answer, str, lambda key: names[key]))
    assert any("Tinjau kembali" in line for line in remedies(answer))
    with pytest.raises(Invalid, match="tidak ada"):
        actions.publish_proposal(round_=round_, actor=cast.organiser)
    actions.declare(person=judges[1], kind=ConflictKind.COACH, entry=entry, actor=judges[1])
    harder = proposal(round_).infeasible
    assert harder is not None
    assert not any("Tinjau kembali" in line for line in remedies(harder))


def test_a_proposal_that_changed_since_it_was_shown_is_not_published(
    edition: Edition, round_: Round, cast: Cast
) -> None:
    judges = panel(round_, 0, 4, cast)
    entry = field(edition, round_, 1)[0]
    shown = proposal(round_)
    chosen = shown.by_entry[entry.id][0]
    assert chosen in judges
    actions.declare(person=chosen, kind=ConflictKind.COACH, entry=entry, actor=chosen)
    with pytest.raises(Stale):
        actions.publish_proposal(round_=round_, digest=shown.digest, actor=cast.organiser)
    assert standing(round_) == []


def test_caps_hold_for_hands_as_for_proposals(edition: Edition, round_: Round, cast: Cast) -> None:
    judges = panel(round_, 0, 4, cast)
    first, second = field(edition, round_, 2)
    actions.seat(round_=round_, judge=judges[0], cap=1, actor=cast.organiser)
    actions.assign(round_=round_, entry=first, judge=judges[0], actor=cast.organiser)
    with pytest.raises(Invalid, match="Batas beban"):
        actions.assign(round_=round_, entry=second, judge=judges[0], actor=cast.organiser)
    with pytest.raises(Invalid, match="panel babak ini"):
        actions.assign(round_=round_, entry=second, judge=cast.external_judge, actor=cast.organiser)
    actions.publish_proposal(round_=round_, actor=cast.organiser)
    assert Counter(each.judge_id for each in standing(round_))[judges[0].id] == 1


def test_the_fewest_sheets_that_close_the_panel_today(
    edition: Edition, round_: Round, cast: Cast
) -> None:
    judges = panel(round_, 0, 4, cast)
    field(edition, round_, 2)
    actions.publish_proposal(round_=round_, actor=cast.organiser)
    for each in standing(round_)[:4]:
        make.sheet(each, 4)
    db.session.expire_all()
    ground, answer = closing(round_)
    assert len(ground.finished) == 4
    assert (len(answer.sheets), answer.new, answer.lacking) == (2, (), {})
    nobody = closing(round_, present=[])[1]
    assert sum(nobody.lacking.values()) == 2
    assert len(judges) == 4


def test_a_proposal_costs_the_same_number_of_queries_however_large(
    edition: Edition, round_: Round, cast: Cast
) -> None:
    panel(round_, 0, 5, cast)
    counts = []
    for _turn in range(2):
        field(edition, round_, 5)
        db.session.commit()
        db.session.expire_all()
        with statements() as count:
            proposal(round_)
        counts.append(int(count))
    assert counts[0] == counts[1]
