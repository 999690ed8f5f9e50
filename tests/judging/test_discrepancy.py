"""Judges who are too far apart: where it begins, and how it is settled."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from award.competitions.models import Round
from award.competitions.states import RoundState
from award.core.access import why_not
from award.core.db import db
from award.core.ledger import Act
from award.core.problems import Invalid, Refused
from award.entries.models import Entry
from award.entries.states import EntryState
from award.judging import actions
from award.judging.discrepancy import Gap, Given, Limits, gap, heaviest
from award.judging.models import Assignment
from award.judging.models_discrepancy import Discrepancy
from award.judging.queries import discrepancies as queries
from award.judging.states import Way
from award.people.models import User
from tests import builders as make
from tests.browsing import Visitor
from tests.cast import Cast

D = Decimal


@pytest.mark.parametrize(
    ("totals", "levels", "wide"),
    [
        (("80", "60"), (4, 4), False),
        (("80", "59.99"), (4, 4), True),
        (("80", "70", "59.99"), (4, 4, 4), True),
        (("80", "80"), (4, 3), False),
        (("80", "80"), (5, 3), True),
        (("80", "80", "80"), (5, 4, 3), True),
    ],
)
def test_more_than_twenty_points_or_two_levels_are_too_far(
    totals: tuple[str, ...], levels: tuple[int, ...], wide: bool
) -> None:
    sheets = [Given(D(total), (level,)) for total, level in zip(totals, levels, strict=True)]
    found = gap(sheets)
    assert found is not None
    assert found.is_wide(Limits()) == wide


def test_one_sheet_is_never_apart() -> None:
    assert gap([]) is None
    assert gap([Given(D(10), (1,))]) is None


def test_limits_are_the_rounds_own() -> None:
    found = Gap(D(15), 2)
    assert found.is_wide(Limits(D(10), 3))
    assert not found.is_wide(Limits(D(15), 3))


def test_criteria_of_the_same_greatest_weight_all_count() -> None:
    assert heaviest({"a": D(20), "b": D(40), "c": D(40)}) == ("b", "c")
    found = gap([Given(D(50), (3, 1)), Given(D(50), (3, 3))])
    assert found == Gap(D(0), 2)


@pytest.fixture
def round_(cast: Cast) -> Round:
    return make.round_of(make.edition())


@pytest.fixture
def entry(round_: Round) -> Entry:
    made = make.entry(round_.edition, state=EntryState.PASSED, title="Gelatik")
    make.admitted(round_, made)
    db.session.commit()
    return made


@pytest.fixture
def score(round_: Round, entry: Entry, cast: Cast) -> Callable[[User, int], Assignment]:
    """The judge gives every criterion one level and finishes."""

    def give(judge: User, level: int) -> Assignment:
        made = make.assignment(round_, entry, judge)
        finish(made, level)
        return made

    return give


def finish(assignment: Assignment, level: int) -> None:
    keys = [each.key for each in assignment.round.criteria]
    actions.finish_sheet(
        assignment=assignment,
        marks=dict.fromkeys(keys, (level, "Alasan.")),
        comment="",
        version=0,
        actor=assignment.judge,
    )


@pytest.fixture
def apart(round_: Round, score: Callable[..., Assignment], cast: Cast) -> Discrepancy:
    score(cast.external_judge, 5)
    score(cast.second_judge, 2)
    [found] = queries.of_round(round_)
    return found


def test_it_is_noted_when_the_last_judge_finishes(
    round_: Round, entry: Entry, score: Callable[..., Assignment], cast: Cast
) -> None:
    waiting = make.assignment(round_, entry, cast.internal_judge)
    score(cast.external_judge, 5)
    score(cast.second_judge, 2)
    assert queries.of_round(round_) == []
    finish(waiting, 4)
    [found] = queries.unsettled(round_)
    assert (found.points, found.levels, found.entry) == (60, 3, entry)
    assert found.totals_before == {
        str(cast.external_judge.id): 100,
        str(cast.second_judge.id): 40,
        str(cast.internal_judge.id): 80,
    }


def test_judges_who_agree_leave_no_trace(
    round_: Round, score: Callable[..., Assignment], cast: Cast
) -> None:
    score(cast.external_judge, 4)
    score(cast.second_judge, 3)
    actions.close_round(round_=round_, actor=cast.organiser)
    assert queries.of_round(round_) == []
    actions.lock_round(round_=round_, actor=cast.organiser)
    assert round_.state == RoundState.LOCKED


def test_a_round_cannot_be_locked_before_it_is_settled(
    round_: Round, apart: Discrepancy, cast: Cast
) -> None:
    actions.close_round(round_=round_, actor=cast.organiser)
    with pytest.raises(Invalid, match="Gelatik"):
        actions.lock_round(round_=round_, actor=cast.organiser)
    assert round_.state == RoundState.CLOSED


def test_the_plenary_settles_it_and_both_scores_are_kept(
    round_: Round, apart: Discrepancy, cast: Cast
) -> None:
    mild = db.session.query(Assignment).filter_by(judge_id=cast.external_judge.id).one()
    actions.start_comparing(assignment=mild, actor=mild.judge)
    actions.change_mark(
        assignment=mild,
        criterion_key=round_.criteria[0].key,
        level=3,
        reason="Setelah pleno.",
        version=1,
        actor=mild.judge,
    )
    actions.settle_in_plenary(found=apart, remark="Bukti diperiksa ulang.", actor=cast.organiser)
    assert (apart.way, apart.settled_by) == (Way.PLENARY, cast.organiser)
    assert apart.totals_before[str(mild.judge_id)] == 100
    assert apart.totals_after[str(mild.judge_id)] == mild.sheet.total < 100
    actions.close_round(round_=round_, actor=cast.organiser)
    actions.lock_round(round_=round_, actor=cast.organiser)
    assert len(queries.of_round(round_)) == 1


def test_an_extra_judge_settles_it_by_finishing(
    round_: Round, entry: Entry, apart: Discrepancy, cast: Cast
) -> None:
    actions.call_judge(found=apart, judge=cast.internal_judge, actor=cast.organiser)
    assert apart.settled_at is None
    make.pledge(round_.edition, cast.internal_judge)
    extra = db.session.query(Assignment).filter_by(judge_id=cast.internal_judge.id).one()
    finish(extra, 4)
    assert apart.settled_at is not None
    assert (apart.way, apart.judge) == (Way.EXTRA_JUDGE, cast.internal_judge)
    assert apart.totals_after == {**apart.totals_before, str(cast.internal_judge.id): 80}
    db.session.commit()
    acts = db.session.query(Act).filter_by(subject="Discrepancy").order_by(Act.seq)
    told = [each.action for each in acts]
    assert told == ["discrepancy.found", "discrepancy.judge_called", "discrepancy.settled"]


def test_a_judge_who_scored_it_is_no_extra_judge(apart: Discrepancy, cast: Cast) -> None:
    with pytest.raises(Invalid, match="sudah menilai"):
        actions.call_judge(found=apart, judge=cast.second_judge, actor=cast.organiser)


def test_the_plenary_needs_words_and_settles_once(apart: Discrepancy, cast: Cast) -> None:
    with pytest.raises(Invalid, match="hasil pembahasan"):
        actions.settle_in_plenary(found=apart, remark=" ", actor=cast.organiser)
    actions.settle_in_plenary(found=apart, remark="Diterima.", actor=cast.organiser)
    with pytest.raises(Refused, match="sudah diselesaikan"):
        actions.settle_in_plenary(found=apart, remark="Lagi.", actor=cast.organiser)


def test_totals_that_widen_after_the_plenary_are_noted_anew(
    round_: Round, apart: Discrepancy, score: Callable[..., Assignment], cast: Cast
) -> None:
    actions.settle_in_plenary(found=apart, remark="Diterima.", actor=cast.organiser)
    score(cast.internal_judge, 1)
    assert [bool(each.settled_at) for each in queries.of_round(round_)] == [True, False]


def test_it_ends_when_a_judge_leaves_and_the_others_are_close(
    round_: Round, apart: Discrepancy, cast: Cast
) -> None:
    harsh = db.session.query(Assignment).filter_by(judge_id=cast.second_judge.id).one()
    actions.unassign(assignment=harsh, reason="Ikut mendampingi.", actor=cast.organiser)
    actions.close_round(round_=round_, actor=cast.organiser)
    actions.lock_round(round_=round_, actor=cast.organiser)
    assert apart.way == Way.JUDGE_LEFT
    assert apart.totals_before.keys() - apart.totals_after.keys() == {str(cast.second_judge.id)}


def test_a_closed_round_must_be_opened_for_an_extra_judge(
    round_: Round, apart: Discrepancy, cast: Cast
) -> None:
    actions.close_round(round_=round_, actor=cast.organiser)
    reason = why_not("discrepancy:call", queries.Case(apart), cast.organiser)
    assert "Buka babak lagi" in str(reason)
    assert why_not("discrepancy:settle", queries.Case(apart), cast.organiser) is None


def test_the_limits_of_the_round_decide(
    round_: Round, score: Callable[..., Assignment], cast: Cast
) -> None:
    round_.discrepancy_points, round_.discrepancy_levels = D(80), 5
    score(cast.external_judge, 5)
    score(cast.second_judge, 2)
    assert queries.of_round(round_) == []


def test_the_organisers_pages_lead_through_it(
    round_: Round, apart: Discrepancy, cast: Cast, visit: Callable[..., Visitor]
) -> None:
    organiser, place = visit(cast.organiser), f"/panitia/penilaian/{round_.id}"
    assert "1 selisih nilai juri belum diselesaikan" in organiser.get(place).text
    page = organiser.get(f"{place}/selisih")
    assert "60,00 poin, 3 tingkat" in page.text
    assert f"{cast.external_judge.name}: 100,00" in page.text
    organiser.post(f"{place}/tutup")
    refused = organiser.post(f"{place}/kunci", follow_redirects=True)
    assert "Selisih nilai juri belum diselesaikan: Gelatik" in refused.text
    path = f"/panitia/penilaian/selisih/{apart.id}"
    assert "Buka babak lagi untuk menambah juri" in organiser.get(path).text
    assert organiser.post(f"{path}/pleno", {"remark": ""}).status == 422
    done = organiser.post(f"{path}/pleno", {"remark": "Bukti cukup."}, follow_redirects=True)
    assert "Bukti cukup." in done.text
    assert "Babak dikunci" in organiser.post(f"{place}/kunci", follow_redirects=True).text


def test_an_organiser_of_the_same_agency_reads_nothing_of_it(
    round_: Round, cast: Cast, visit: Callable[..., Visitor]
) -> None:
    own = make.entry(round_.edition, make.agency("brida"), EntryState.PASSED, title="Brida Hebat")
    for judge, level in ((cast.external_judge, 5), (cast.second_judge, 1)):
        make.sheet(make.assignment(round_, own, judge), level)
    actions.close_round(round_=round_, actor=cast.organiser)
    [found] = queries.of_round(round_)
    organiser = visit(cast.organiser)
    page = organiser.get(f"/panitia/penilaian/{round_.id}/selisih")
    assert "Brida Hebat" not in page.text
    assert "1 selisih lain ditangani panitia lain" in page.text
    assert organiser.get(f"/panitia/penilaian/selisih/{found.id}").status == 403
