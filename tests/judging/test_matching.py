"""Who judges what: the rules that always hold, and the best among all that keep them."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from award.judging.matching import (
    FULL,
    Assignment,
    Entry,
    Infeasible,
    Judge,
    Objective,
    Pair,
    Relaxation,
    Remedy,
    Request,
    Rule,
    solve,
)

AGENCIES = ("brida", "dlhk", "dinkes")
SKILLS = ("air", "desa", "gizi", "data")


@st.composite
def requests(draw: st.DrawFn, most: int = 4) -> Request:
    """Small, with every rule at work; many of them cannot be kept."""
    skills = st.frozensets(st.sampled_from(SKILLS), max_size=3)
    entries = [
        Entry(f"e{at}", draw(st.sampled_from(AGENCIES)), draw(skills))
        for at in range(draw(st.integers(1, most)))
    ]
    judges = [
        Judge(
            f"j{at}",
            draw(st.sampled_from((None, *AGENCIES))),
            cap=draw(st.integers(0, most)),
            target=draw(st.none() | st.integers(0, most)),
            skills=draw(skills),
            external=draw(st.booleans()),
        )
        for at in range(draw(st.integers(1, most)))
    ]
    pairs = [(entry.key, judge.key) for entry in entries for judge in judges]
    return Request(
        entries,
        judges,
        per_entry=draw(st.integers(1, 2)),
        forbidden=draw(st.frozensets(st.sampled_from(pairs), max_size=3)),
        organiser=draw(st.sampled_from((None, "brida"))),
        external_minimum=draw(st.integers(0, 1)),
    )


def points(request: Request) -> dict[Pair, int]:
    return {
        (entry.key, judge.key): FULL * len(entry.skills & judge.skills) // len(entry.skills or "1")
        for entry in request.entries
        for judge in request.judges
    }


def may(request: Request, entry: Entry, judge: Judge) -> bool:
    own = judge.agency is not None and entry.agency == judge.agency
    organisers = request.organiser is not None and entry.agency == request.organiser
    forbidden = (entry.key, judge.key) in request.forbidden
    return not own and not forbidden and (judge.external or not organisers)


def breaches(request: Request, pairs: tuple[Pair, ...]) -> list[str]:
    """Hard rules that these pairs do not keep."""
    judges = {judge.key: judge for judge in request.judges}
    entries = {entry.key: entry for entry in request.entries}
    found = ["twice"] if len(set(pairs)) < len(pairs) else []
    found += [f"wall {e} {j}" for e, j in pairs if not may(request, entries[e], judges[j])]
    for key in entries:
        panel = [judges[j] for e, j in pairs if e == key]
        found += [f"number {key}"] if len(panel) != request.per_entry else []
        if sum(judge.external for judge in panel) < request.external_minimum:
            found.append(f"external {key}")
    loads = {key: sum(j == key for _, j in pairs) for key in judges}
    return found + [f"cap {key}" for key in judges if loads[key] > judges[key].cap]


def every_assignment(request: Request) -> list[tuple[Pair, ...]]:
    panels = [
        [
            [(entry.key, judge.key) for judge in panel]
            for panel in combinations(request.judges, request.per_entry)
        ]
        for entry in request.entries
    ]
    ways = (tuple(pair for panel in way for pair in panel) for way in product(*panels))
    return [way for way in ways if not breaches(request, way)]


def worth(request: Request, pairs: tuple[Pair, ...], objective: Objective) -> tuple[float, ...]:
    """What the objective compares, in its order; more is better."""
    skill = points(request)
    service = [
        sum(skill[pair] for pair in pairs if pair[0] == entry.key)
        for entry in request.entries
        if entry.skills
    ]
    total, uneven = sum(skill[pair] for pair in pairs), unevenness(request, pairs)
    if objective is Objective.SKILL:
        return total, -uneven
    return min(service, default=0), -uneven, total


def unevenness(request: Request, pairs: tuple[Pair, ...]) -> float:
    """Squares of the distances from each judge's share, up to what is the same for everyone."""
    free = [judge for judge in request.judges if judge.target is None]
    rest = len(pairs) - sum(judge.target or 0 for judge in request.judges)
    whole, part = divmod(max(rest, 0), len(free)) if free else (0, 0)
    even = whole + (0.5 if part else 0)
    total = 0.0
    for judge in request.judges:
        load = sum(j == judge.key for _, j in pairs)
        share = even if judge.target is None else judge.target
        total += load * (load + 1) - 2 * share * load
    return total


def solved(request: Request, objective: Objective = Objective.FAIR) -> Assignment:
    answer = solve(request, objective)
    assert isinstance(answer, Assignment)
    return answer


@given(requests(), st.sampled_from(Objective))
@settings(max_examples=150, deadline=None)
def test_the_answer_is_the_best_of_all_or_there_is_none(
    request_: Request, objective: Objective
) -> None:
    ways = every_assignment(request_)
    answer = solve(request_, objective)
    if isinstance(answer, Infeasible):
        assert ways == []
        return
    assert breaches(request_, answer.pairs) == []
    best = max(worth(request_, way, objective) for way in ways)
    assert worth(request_, answer.pairs, objective) == best
    assert answer.proven


@given(requests())
@settings(max_examples=150, deadline=None)
def test_what_cannot_be_is_named_and_each_remedy_helps_and_is_the_smallest(
    request_: Request,
) -> None:
    answer = solve(request_)
    if not isinstance(answer, Infeasible):
        return
    assert answer.shortages
    for shortage in answer.shortages:
        assert shortage.room < shortage.needed == request_.per_entry * len(shortage.entries)
        alone = replace(
            request_, entries=[it for it in request_.entries if it.key in shortage.entries]
        )
        assert every_assignment(alone) == []
    sizes = [relaxation.sheets for relaxation in answer.relaxations]
    assert sizes == sorted(sizes)
    assert Remedy.ADD_EXTERNALS in {relaxation.remedy for relaxation in answer.relaxations}
    for relaxation in answer.relaxations:
        relaxed = with_remedy(request_, relaxation)
        assert breaches(relaxed, solved(relaxed).pairs) == []
        for less in smaller(request_, relaxation):
            assert isinstance(solve(less), Infeasible)


def with_remedy(request: Request, relaxation: Relaxation) -> Request:
    judges = [
        replace(judge, cap=judge.cap + relaxation.caps.get(judge.key, 0))
        for judge in request.judges
    ]
    new = [
        Judge(f"new{at}", None, relaxation.cap, external=True) for at in range(relaxation.judges)
    ]
    forbidden = frozenset(request.forbidden) - set(relaxation.pairs)
    return replace(request, judges=[*judges, *new], forbidden=forbidden)


def smaller(request: Request, relaxation: Relaxation) -> list[Request]:
    """The request with each change of the same kind that is one smaller."""
    if relaxation.remedy is Remedy.LIFT_CONFLICTS:
        lifted = combinations(sorted(request.forbidden), relaxation.sheets - 1)
        return [with_remedy(request, replace(relaxation, pairs=pairs)) for pairs in lifted]
    if relaxation.remedy is Remedy.ADD_EXTERNALS:
        return [with_remedy(request, replace(relaxation, judges=relaxation.judges - 1))]
    keys = [judge.key for judge in request.judges]
    return [
        with_remedy(request, replace(relaxation, caps={key: way.count(key) for key in keys}))
        for way in product(keys, repeat=relaxation.sheets - 1)
        if relaxation.sheets <= 3
    ]


@given(requests(), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_what_is_given_changes_nothing(request_: Request, random: Random) -> None:
    entries, judges = list(request_.entries), list(request_.judges)
    random.shuffle(entries)
    random.shuffle(judges)
    assert solve(replace(request_, entries=entries, judges=judges)) == solve(request_)


def edition(entries: int, judges: int, agencies: int, **more: object) -> Request:
    """A plausible edition: every second judge external, two wishes for each entry."""
    random = Random(7)
    topics = [f"topik{at}" for at in range(9)]
    facts: dict[str, object] = {
        "per_entry": 3,
        "forbidden": frozenset(),
        "organiser": "pd0",
        **more,
    }
    return Request(
        [
            Entry(f"e{at:05}", f"pd{at % agencies}", frozenset(random.sample(topics, 2)))
            for at in range(entries)
        ],
        [
            Judge(
                f"j{at:04}",
                f"kampus{at}" if at % 2 == 0 else f"pd{at % agencies}",
                cap=-(-3 * entries // judges) + 3,
                skills=frozenset(random.sample(topics, 3)),
                external=at % 2 == 0,
            )
            for at in range(judges)
        ],
        **facts,  # type: ignore[arg-type]
    )


def test_sixty_entries_and_fifteen_judges_of_ten_agencies_are_walled_and_evenly_loaded() -> None:
    asked = edition(60, 15, 10)
    answer = solved(asked)
    assert breaches(asked, answer.pairs) == []
    assert set(answer.loads.values()) == {12}
    assert answer.proven
    assert answer.worst == pytest.approx(answer.worst_bound)


def test_a_target_is_met_and_the_others_share_the_rest_evenly() -> None:
    entries = [Entry(f"e{at}") for at in range(20)]
    judges = [Judge(f"j{at}", None, 15, target=6 if at == 1 else None) for at in range(5)]
    answer = solved(Request(entries, judges, per_entry=3, external_minimum=0))
    assert answer.loads["j1"] == 6
    assert sorted(answer.loads.values()) == [6, 13, 13, 14, 14]
    assert answer.worst is None


def test_where_conflicts_forbid_even_loads_they_are_as_even_as_can_be() -> None:
    entries = [Entry(f"e{at}") for at in range(6)]
    judges = [Judge(f"j{at}", None, 6, external=at == 0) for at in range(4)]
    assert sorted(solved(Request(entries, judges, per_entry=2)).loads.values()) == [2, 2, 2, 6]


def test_the_worst_served_entry_comes_before_the_total() -> None:
    """Skill alone gives both specialists to the entry that profits most."""
    entries = [Entry("a", None, frozenset({"air"})), Entry("b", None, frozenset({"air", "gizi"}))]
    judges = [
        Judge("both", None, 1, skills=frozenset({"air", "gizi"}), external=True),
        Judge("gizi", None, 1, skills=frozenset({"gizi"}), external=True),
        Judge("none", None, 1, external=True),
        Judge("idle", None, 1, external=True),
    ]
    asked = Request(entries, judges, per_entry=2)
    assert solved(asked).service == {"a": 0.5, "b": 0.25}


def test_who_clashes_is_named_with_the_rule() -> None:
    entries = [Entry("e1", "brida"), Entry("e2", "dlhk")]
    judges = [
        Judge("in", "dinkes", 5),
        Judge("own", "dlhk", 5),
        Judge("out", None, 1, external=True),
    ]
    answer = solve(
        Request(entries, judges, per_entry=2, organiser="brida", forbidden={("e2", "out")})
    )
    assert isinstance(answer, Infeasible)
    rules = {(it.entry, it.judge, it.rule) for s in answer.shortages for it in s.barred}
    assert ("e1", "in", Rule.ORGANISER) in rules
    assert ("e2", "own", Rule.OWN_AGENCY) in rules
    assert ("e2", "out", Rule.CONFLICT) not in rules | {("e2", "out", Rule.OWN_AGENCY)}
    assert [(it.remedy, it.judges, it.sheets) for it in answer.relaxations] == [
        (Remedy.ADD_EXTERNALS, 1, 2)
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"per_entry": 0},
        {"per_entry": 2, "external_minimum": 3},
        {"entries": [Entry("a"), Entry("a")]},
        {"judges": [Judge("a", None, -1)]},
    ],
)
def test_requests_without_sense_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"fit|twice|below zero"):
        replace(edition(3, 3, 3), **wrong)  # type: ignore[arg-type]
