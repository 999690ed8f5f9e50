"""What only large requests take: few arcs with prices, and patterns instead of a programme."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings

from award.judging.matching import (
    Assignment,
    Entry,
    Judge,
    Objective,
    Request,
    exact,
    pricing,
    solve,
    solver,
)
from tests.judging.test_matching import breaches, edition, requests, solved, worth

ONCE = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def few_arcs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start with two judges per entry and add one at a time."""
    monkeypatch.setattr(pricing, "FEW", 0)
    monkeypatch.setattr(pricing, "LIKELY", 2)
    monkeypatch.setattr(pricing, "MORE", 1)


@pytest.mark.usefixtures("few_arcs")
@given(requests())
@ONCE
def test_with_few_arcs_the_optimum_is_the_same(request_: Request) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pricing, "FEW", 1000)
        full = solve(request_, Objective.SKILL)
    sparse = solve(request_, Objective.SKILL)
    assert isinstance(sparse, Assignment) == isinstance(full, Assignment)
    if isinstance(sparse, Assignment) and isinstance(full, Assignment):
        assert breaches(request_, sparse.pairs) == []
        ours, theirs = (worth(request_, it.pairs, Objective.SKILL) for it in (sparse, full))
        assert ours == theirs


@pytest.mark.usefixtures("few_arcs")
@pytest.mark.parametrize("objective", Objective)
def test_few_arcs_grow_until_the_optimum_is_found(objective: Objective) -> None:
    asked = edition(120, 24, 8)
    sparse = solved(asked, objective)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pricing, "FEW", 100_000)
        full = solved(asked, objective)
    assert breaches(asked, sparse.pairs) == []
    assert worth(asked, sparse.pairs, objective) == worth(asked, full.pairs, objective)


def scarce(seed: int) -> Request:
    """Few judges know what most entries wish, so that the most skill in total leaves some none."""
    random = Random(seed)
    topics = ["air", "air", "gizi", "data", "desa"]
    return Request(
        [Entry(f"e{at:02}", f"pd{at % 9}", frozenset([random.choice(topics)])) for at in range(60)],
        [
            Judge(
                f"j{at:02}",
                None if at % 2 else f"pd{at % 9}",
                14,
                skills=frozenset(random.sample(sorted(set(topics)), random.randint(1, 2))),
                external=at % 2 == 1,
            )
            for at in range(18)
        ],
        per_entry=3,
        organiser="pd0",
    )


@pytest.mark.parametrize("seed", range(6))
def test_patterns_serve_the_worst_as_well_as_the_programme(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = scarce(seed)
    best = solved(asked)
    monkeypatch.setattr(solver, "EXACT", 0)
    found = solved(asked)
    assert breaches(asked, found.pairs) == []
    assert best.proven
    assert found.worst == best.worst
    assert found.worst_bound is not None
    assert found.worst_bound >= (best.worst or 0)
    assert found.total >= 0.97 * best.total


@given(requests())
@ONCE
def test_patterns_keep_every_rule_and_claim_no_proof_they_lack(request_: Request) -> None:
    best = solve(request_)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solver, "EXACT", 0)
        found = solve(request_)
    if not isinstance(best, Assignment):
        assert found == best
        return
    assert isinstance(found, Assignment)
    assert breaches(request_, found.pairs) == []
    if found.proven:
        ours, theirs = (worth(request_, it.pairs, Objective.FAIR) for it in (found, best))
        assert ours == theirs
    if found.worst is not None:
        assert (found.worst_bound or 0) >= (best.worst or 0) - 1e-9


def test_an_undecided_programme_gives_way_to_patterns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted branches, not time: the same request always goes the same way."""

    def undecided(*_: object) -> None:
        raise exact.Undecided

    monkeypatch.setattr(solver, "fairest", undecided)
    asked = scarce(1)
    found = solved(asked)
    assert breaches(asked, found.pairs) == []
    assert not found.proven or found.worst == found.worst_bound
