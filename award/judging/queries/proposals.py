"""Who could judge what, as the organiser reads it before anything is published."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from award.competitions.models import Round
from award.judging import matching
from award.judging.matching import Change, Closing, Infeasible, Pair
from award.judging.models_wall import PanelSeat
from award.judging.queries.ground import Ground, ground_of
from award.people.models import User


@dataclass(frozen=True)
class Load:
    """A judge's sheets now and after the proposal; ``alert`` where that is above the cap."""

    judge: User
    seat: PanelSeat | None
    now: int
    after: int

    @property
    def alert(self) -> bool:
        """Whether it is more than the judge can take."""
        cap = self.seat.cap if self.seat else None
        return cap is not None and self.after > cap


@dataclass(frozen=True)
class Proposal:
    """What to add and to take back, or why the rules cannot all hold."""

    ground: Ground
    added: Sequence[Pair] = ()
    removed: Sequence[Pair] = ()
    alternatives: Mapping[str, Sequence[str]] | None = None
    infeasible: Infeasible | None = None

    @property
    def digest(self) -> str:
        """Says which proposal was shown: publishing another one is refused."""
        text = repr((sorted(self.added), sorted(self.removed)))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def loads(self) -> list[Load]:
        """Every judge of the panel, by name."""
        now = Counter(judge for _, judge in self.ground.standing)
        more = Counter(judge for _, judge in self.added)
        less = Counter(judge for _, judge in self.removed)
        return [
            Load(judge, self.ground.seats.get(key), now[key], now[key] + more[key] - less[key])
            for key, judge in self.ground.judges.items()
        ]

    @property
    def by_entry(self) -> dict[int, list[User]]:
        """The judges to be added, by the number of the entry."""
        found: dict[int, list[User]] = {}
        for entry, judge in sorted(self.added):
            found.setdefault(int(entry), []).append(self.ground.judges[judge])
        return found


def proposal(round_: Round) -> Proposal:
    """The best assignment of the round; where judges sit already, the smallest change to it."""
    ground = ground_of(round_)
    request, standing = ground.request, frozenset(ground.standing)
    answer: matching.Assignment | Change | Infeasible
    if standing:
        answer = matching.replacements(request, standing, finished=ground.begun)
    else:
        answer = matching.solve(request)
    match answer:
        case Infeasible():
            return Proposal(ground, infeasible=answer)
        case Change():
            gone = [pair for pair in answer.removed if pair in standing]
            return Proposal(ground, answer.added, gone, answer.alternatives)
        case _:
            return Proposal(ground, answer.pairs)


def closing(round_: Round, present: Collection[int] | None = None) -> tuple[Ground, Closing]:
    """The fewest sheets that close the panel today with the judges present, or with all."""
    ground = ground_of(round_)
    here = ground.judges if present is None else [str(each) for each in present]
    answer = matching.smallest_closing_set(
        ground.request,
        frozenset(ground.standing),
        finished=ground.finished,
        present=frozenset(here),
        minimum=round_.judges_per_entry,
    )
    return ground, answer
