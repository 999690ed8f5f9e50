"""Ranked lists of a round and of the end, from the sheets that judges finished."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import event

from award.competitions import blueprint as bp
from award.core.db import db
from award.judging import queries as judging
from award.judging import scoring
from award.judging.scoring import Aggregate, Rounding
from award.results import actions, queries
from tests import builders
from tests.results import course

# Levels per criterion: background, novelty, implementation, significance, adaptability,
# resources, sustainability (weights 10, 15, 5, 30, 20, 5, 15).
STRONG_SIGNIFICANCE = [4, 4, 4, 5, 4, 4, 2]
STRONG_SUSTAINABILITY = [4, 4, 4, 4, 4, 4, 4]


@pytest.fixture
def edition(app):
    return builders.edition()


@pytest.fixture
def proposal(edition):
    return course.closed(edition)


def listed(round_, category=0):
    return queries.round_standings(round_, round_.edition.categories[category])[0]


def lines(found):
    return [(each.rank, each.title, str(each.score)) for each in found.standings]


def statements(work):
    seen = []
    event.listen(db.engine, "before_cursor_execute", lambda *a: seen.append(a[2]))
    work()
    return len(seen)


def test_entries_stand_by_their_score_with_their_panel_marks(proposal):
    course.field(proposal, 3, 5, [5, 4, 4, 4, 4, 4, 4])

    found = listed(proposal)

    assert lines(found) == [
        (1, "Inovasi B", "100.00"),
        (2, "Inovasi C", "82.00"),
        (3, "Inovasi A", "60.00"),
    ]
    assert found.standings[1].runner.parts["latar_belakang"] == Decimal("5.00")
    assert found.standings[1].agency == "Dinas Lingkungan Hidup dan Kebersihan"


def test_every_finished_sheet_counts_and_no_other(proposal, cast):
    entry = course.passed(proposal.edition, "Gelatik")
    course.scored(proposal, entry, 5, 4)
    waiting = builders.assignment(proposal, entry, cast.internal_judge)
    builders.sheet(waiting, 1, finished=False)

    standing = listed(proposal).standings[0]

    assert (standing.score, standing.runner.sheets) == (Decimal("90.00"), 2)
    assert standing.runner.spread == Decimal(20)
    assert standing.runner.parts["kebaruan"] == Decimal("4.50")


def test_categories_are_ranked_apart(proposal):
    course.field(proposal, 4)
    course.field(proposal, 3, category=1)

    found = queries.round_standings(proposal)

    assert len(found) == 9
    assert [lines(each) for each in found[:2]] == [
        [(1, "Inovasi A", "80.00")],
        [(1, "Inovasi A", "60.00")],
    ]
    assert found[2].standings == ()


def test_an_entry_without_a_finished_sheet_has_no_rank(proposal):
    course.field(proposal, 4)
    silent = course.passed(proposal.edition, "Belum dinilai")
    builders.admitted(proposal, silent)

    found = listed(proposal)

    assert lines(found)[-1] == (None, "Belum dinilai", "None")
    assert [each.title for each in found.unscored] == ["Belum dinilai"]


def test_the_written_rules_part_equals_in_their_order(proposal):
    course.field(proposal, STRONG_SUSTAINABILITY, STRONG_SIGNIFICANCE)

    first, second = listed(proposal).standings

    assert first.score == second.score == Decimal("80.00")
    assert (first.title, first.rank, first.broken_by) == (
        "Inovasi B",
        1,
        "criterion:signifikansi",
    )
    assert (second.rank, second.broken_by) == (2, "criterion:signifikansi")


def test_equals_that_no_rule_parts_share_the_rank(proposal):
    a, b, _ = course.field(proposal, 4, 4, 3)

    found = listed(proposal)

    assert [each.rank for each in found.standings] == [1, 1, 3]
    assert found.ties == found.votable == ((a.id, b.id),)
    assert found.standings[0].tied_with == (b.id,)


def test_the_plenary_orders_a_tie_and_the_list_says_so(proposal, cast):
    a, b, _ = course.field(proposal, 4, 4, 3)

    actions.vote(
        edition=proposal.edition,
        round_=proposal,
        order=[b.id, a.id],
        reason="Dampak B lebih luas.",
        actor=cast.organiser,
    )

    found = listed(proposal)
    assert [(each.rank, each.title, each.broken_by) for each in found.standings] == [
        (1, "Inovasi B", "plenary"),
        (2, "Inovasi A", "plenary"),
        (3, "Inovasi C", ""),
    ]
    assert found.ties == ()


def test_a_vote_says_nothing_about_a_tie_that_has_grown_since(proposal, cast):
    a, b = course.field(proposal, 4, 4)
    actions.vote(
        edition=proposal.edition,
        round_=proposal,
        order=[b.id, a.id],
        reason="Dampak B lebih luas.",
        actor=cast.organiser,
    )

    late = course.passed(proposal.edition, "Inovasi baru")
    course.scored(proposal, late, 4)

    assert listed(proposal).ties == ((a.id, b.id, late.id),)


def test_tie_rules_of_later_rounds_are_not_read_in_an_earlier_one(proposal):
    a, b = course.field(proposal, 4, 4)
    visit = course.closed(proposal.edition, "lapangan")
    course.scored(visit, a, 5)
    course.scored(visit, b, 3)

    assert [each.rank for each in listed(proposal).standings] == [1, 1]


def test_the_line_never_splits_a_tie(proposal):
    proposal.advance_per_category = 2
    a, b, c, _ = course.field(proposal, 5, 4, 4, 3)

    found = listed(proposal)

    assert (found.inside, found.split) == ((a.id,), (b.id, c.id))


@pytest.mark.parametrize("rounding", Rounding)
@pytest.mark.parametrize("method", Aggregate)
def test_every_policy_gives_the_score_of_the_arithmetic(proposal, method, rounding):
    proposal.aggregate, proposal.rounding = method, rounding
    entry = course.passed(proposal.edition, "Gelatik")
    course.scored(proposal, entry, [5, 4, 3, 4, 5, 3, 4], [3, 3, 5, 4, 4, 2, 5], 4)

    standing = listed(proposal).standings[0]

    sheets = judging.marks_of_round(proposal.id)[entry.id]
    official = scoring.entry_score(sheets, judging.weighed(proposal), method, rounding)
    assert standing.score == official.score
    assert standing.runner.parts == official.criteria


def test_the_end_combines_the_rounds_by_their_weights(edition):
    course.decided(edition, [5, 5, 5, 5, 5, 5, 4], 4)

    found = queries.final_standings(edition)[0]

    first = found.standings[0]
    assert first.runner.parts == {
        "proposal": Decimal("97.00"),
        "presentasi": Decimal("100.00"),
        "lapangan": Decimal("100.00"),
    }
    assert lines(found) == [(1, "Inovasi A", "99.40"), (2, "Inovasi B", "80.00")]


def test_whoever_did_not_reach_the_last_round_has_no_final_score(edition):
    course.decided(edition, 5, 3, places=1)

    assert lines(queries.final_standings(edition)[0]) == [(1, "Inovasi A", "100.00")]


def test_an_edition_without_entries_has_empty_lists(edition):
    assert all(each.standings == () for each in queries.final_standings(edition))


def test_a_thousand_entries_cost_the_queries_of_one(edition, proposal):
    course.field(proposal, 4, 4)
    db.session.commit()
    few = statements(lambda: queries.round_standings(proposal))
    course.field(proposal, *[4] * 20, category=1)
    db.session.commit()

    assert statements(lambda: queries.round_standings(proposal)) == few


def test_the_shipped_tie_rules_are_the_ones_used(edition):
    shipped = [rule.key for rule in bp.load("oaoi_badung").tie_rules]

    assert [rule.key for rule in edition.tie_rules] == shipped
    assert shipped[-1] == "plenary"
