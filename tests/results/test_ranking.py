"""Who stands where, who is tied with whom, and who must decide."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from award.results.ranking import (
    PLENARY,
    Contender,
    Contest,
    Cut,
    cut,
    medals,
    rank,
)

SIGNIFIKANSI = "criterion:signifikansi"
LAPANGAN = "round:lapangan"
RULES = (SIGNIFIKANSI, LAPANGAN, PLENARY)

few_values = st.sampled_from([None, Decimal("3.33"), Decimal("4.00"), Decimal("4.67")])
fields = st.lists(
    st.builds(
        Contender,
        key=st.integers(0, 10_000),
        score=st.sampled_from([None, Decimal(70), Decimal("70.01"), Decimal(85)]),
        tie_values=st.fixed_dictionaries({SIGNIFIKANSI: few_values, LAPANGAN: few_values}),
    ),
    max_size=12,
    unique_by=lambda one: one.key,
)


def contender(key, score, signifikansi=None, lapangan=None):
    values = {SIGNIFIKANSI: signifikansi, LAPANGAN: lapangan}
    return Contender(
        key,
        None if score is None else Decimal(score),
        {rule: None if value is None else Decimal(value) for rule, value in values.items()},
    )


def ranks(placed):
    return {one.key: one.rank for one in placed}


# Order and ties


def test_the_higher_score_ranks_first():
    placed = rank([contender("gotik", "78.20"), contender("gelatik", "91.05")])

    assert [(one.key, one.rank) for one in placed] == [("gelatik", 1), ("gotik", 2)]
    assert all(one.tied_with == () and one.broken_by is None for one in placed)


def test_without_rules_a_tie_stays_a_tie_and_the_next_rank_is_skipped():
    placed = rank([contender("a", 80), contender("b", 90), contender("c", 90), contender("d", 70)])

    assert ranks(placed) == {"b": 1, "c": 1, "a": 3, "d": 4}
    assert {one.key: one.tied_with for one in placed if one.tied_with} == {
        "b": ("c",),
        "c": ("b",),
    }


def test_equal_scores_tie_however_they_are_written():
    assert ranks(rank([contender("a", "80"), contender("b", "80.00")])) == {"a": 1, "b": 1}


def test_the_first_rule_that_differs_breaks_the_tie_and_is_named():
    placed = rank(
        [contender("a", 90, 4, 70), contender("b", 90, 4, 80), contender("c", 85, 5, 90)], RULES
    )

    assert ranks(placed) == {"b": 1, "a": 2, "c": 3}
    assert [one.broken_by for one in placed] == [LAPANGAN, LAPANGAN, None]


def test_a_rule_that_parts_only_some_leaves_the_rest_to_the_next_rule():
    placed = rank(
        [
            contender("a", 90, 3, 99),
            contender("b", 90, 5, 70),
            contender("c", 90, 5, 80),
            contender("d", 90, 3, 99),
        ],
        RULES,
    )

    assert ranks(placed) == {"c": 1, "b": 2, "a": 3, "d": 3}
    assert {one.key: one.broken_by for one in placed} == {
        "b": LAPANGAN,
        "c": LAPANGAN,
        "a": SIGNIFIKANSI,
        "d": SIGNIFIKANSI,
    }


def test_a_rule_that_lacks_a_value_for_someone_says_nothing_about_that_tie():
    placed = rank(
        [contender("a", 90, 5, 70), contender("b", 90, None, 80), contender("c", 90, 3, 90)], RULES
    )

    assert ranks(placed) == {"c": 1, "b": 2, "a": 3}
    assert {one.broken_by for one in placed} == {LAPANGAN}


def test_the_plenary_orders_what_no_other_rule_could():
    tied = [contender("a", 90, 4, 80), contender("b", 90, 4, 80)]

    placed = rank(tied, RULES, plenary={"b": 1, "a": 2})

    assert [(one.key, one.rank, one.broken_by) for one in placed] == [
        ("b", 1, PLENARY),
        ("a", 2, PLENARY),
    ]


def test_a_plenary_vote_cannot_overturn_an_earlier_rule_or_a_score():
    placed = rank(
        [contender("a", 90, 5), contender("b", 90, 4), contender("c", 80)],
        RULES,
        plenary={"c": 1, "b": 2, "a": 3},
    )

    assert ranks(placed) == {"a": 1, "b": 2, "c": 3}


def test_a_vote_that_leaves_out_one_of_the_tied_decides_nothing():
    tied = [contender("a", 90), contender("b", 90), contender("c", 90)]

    assert ranks(rank(tied, RULES, plenary={"a": 1, "b": 2})) == {"a": 1, "b": 1, "c": 1}


def test_a_vote_the_written_rules_do_not_provide_for_is_refused():
    with pytest.raises(ValueError, match="plenary"):
        rank([contender("a", 90), contender("b", 90)], (SIGNIFIKANSI,), plenary={"a": 1, "b": 2})


def test_entries_without_a_score_come_last_and_have_no_rank():
    placed = rank([contender("a", None, 5), contender("b", None, 5), contender("c", 20)], RULES)

    assert [(one.key, one.rank, one.tied_with) for one in placed] == [
        ("c", 1, ()),
        ("a", None, ()),
        ("b", None, ()),
    ]


def test_nobody_is_ranked_twice():
    with pytest.raises(ValueError, match="twice"):
        rank([contender("a", 90), contender("a", 80)])


@given(fields, st.randoms())
def test_the_order_of_arrival_does_not_matter(field, random):
    assert rank(random.sample(field, len(field)), RULES) == rank(field, RULES)


@given(fields, st.randoms())
def test_the_label_does_not_matter(field, random):
    names = dict(zip((c.key for c in field), random.sample(range(99), len(field)), strict=True))
    renamed = [Contender(names[one.key], one.score, one.tie_values) for one in field]

    before = rank(field, RULES)
    after = {one.key: one for one in rank(renamed, RULES)}

    for one in before:
        twin = after[names[one.key]]
        assert (twin.score, twin.rank, twin.broken_by) == (one.score, one.rank, one.broken_by)
        assert set(twin.tied_with) == {names[key] for key in one.tied_with}


@given(fields)
def test_a_rank_is_one_more_than_the_number_of_those_ahead(field):
    placed = rank(field, RULES)
    scored = [one for one in placed if one.rank is not None]

    assert [one.key for one in placed if one.rank is None] == [
        one.key for one in placed[len(scored) :]
    ]
    for one in scored:
        assert one.rank == 1 + sum(other.rank < one.rank for other in scored)
        assert len(one.tied_with) == sum(other.rank == one.rank for other in scored) - 1


@given(fields)
def test_rules_only_ever_order_equal_scores(field):
    scores = [one.score for one in rank(field, RULES) if one.score is not None]

    assert scores == sorted(scores, reverse=True)


# The line


def test_a_line_between_ranks_splits_nothing():
    placed = rank([contender("a", 90), contender("b", 80), contender("c", 70)])

    assert cut(placed, 2) == Cut(("a", "b"), (), ("c",))


def test_a_tie_across_the_line_is_handed_back_whole():
    placed = rank([contender("a", 90), contender("b", 80), contender("c", 80), contender("d", 70)])

    assert cut(placed, 2) == Cut(("a",), ("b", "c"), ("d",))


def test_a_tie_that_ends_at_the_line_is_inside():
    placed = rank([contender("a", 90), contender("b", 80), contender("c", 80), contender("d", 70)])

    assert cut(placed, 3) == Cut(("a", "b", "c"), (), ("d",))


def test_more_places_than_scores_never_lets_an_unscored_entry_in():
    placed = rank([contender("a", 90), contender("b", None)])

    assert cut(placed, 10) == Cut(("a",), (), ("b",))
    assert cut(placed, 0) == Cut((), (), ("a", "b"))


def test_a_negative_number_of_places_is_refused():
    with pytest.raises(ValueError, match="negative"):
        cut((), -1)


@given(fields, st.integers(0, 14))
def test_a_line_keeps_everyone_once_and_every_tie_together(field, places):
    placed = rank(field, RULES)

    line = cut(placed, places)

    assert (*line.inside, *line.split, *line.outside) == tuple(one.key for one in placed)
    assert len(line.inside) <= places
    if line.split:
        assert len(line.inside) < places < len(line.inside) + len(line.split)
        assert len({ranks(placed)[key] for key in line.split}) == 1


# Medals


def test_each_rank_gets_its_predicate_and_the_rest_nothing():
    placed = rank([contender(key, 90 - key) for key in range(8)])

    given_out = medals(placed)

    assert given_out.awarded == {
        0: "juara_1",
        1: "juara_2",
        2: "juara_3",
        3: "harapan_1",
        4: "harapan_2",
        5: "harapan_3",
    }
    assert given_out.contested == ()


def test_a_tie_for_a_medal_is_reported_with_the_medals_at_stake():
    placed = rank([contender("a", 90), contender("b", 80), contender("c", 80), contender("d", 70)])

    given_out = medals(placed)

    assert given_out.awarded == {"a": "juara_1", "d": "harapan_1"}
    assert given_out.contested == (Contest(("juara_2", "juara_3"), ("b", "c")),)


def test_a_tie_for_the_last_medal_names_all_who_could_have_it():
    placed = rank([contender("a", 90), contender("b", 80), contender("c", 80), contender("d", 80)])

    given_out = medals(placed, ("juara_1", "juara_2"))

    assert given_out.contested == (Contest(("juara_2",), ("b", "c", "d")),)


def test_an_entry_without_a_score_wins_nothing():
    assert medals(rank([contender("a", None)])).awarded == {}
