"""From a round's sheets to its advice. Loads NumPy and SciPy: import it where it is called."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from award.judging.scoring import Criterion, Marks
from award.results.advice import (
    Advice,
    EntryAdvice,
    Firmness,
    JudgeAdvice,
    Stand,
    Variance,
)
from award.results.analysis import Analysis, Policy, analyse
from award.results.fairness.field import Combined, Field, OneRound, Stage
from award.results.fairness.robustness import Card, robustness
from award.results.fairness.severity import ADVICE_PLACES, z_scores
from award.results.fairness.sheets import places_of

Sheet = tuple[int, int]
"""An entry's number and a judge's number."""


@dataclass(frozen=True)
class RoundSheets:
    """The finished sheets of a round and what it makes of them.

    ``categories`` are the official ranks of the entries that compete with each other, by category
    and entry; ``places`` is where the round draws its line in each.
    """

    marks: Mapping[Sheet, Marks]
    criteria: Sequence[Criterion]
    policy: Policy
    categories: Mapping[int, Mapping[int, int | None]]
    places: int | None = None

    def analysed(self) -> Analysis:
        """The engine's answer; it knows entries and judges by their numbers as text."""
        sheets = {(str(entry), str(judge)): marks for (entry, judge), marks in self.marks.items()}
        entries = [str(one) for each in self.categories.values() for one in each]
        return analyse(sheets, entries, self.criteria, self.policy)


def advise(given: RoundSheets) -> Advice:
    """Everything that is advised about a round."""
    found = given.analysed()
    return Advice(
        entries=_entries(given, found),
        judges=tuple(_judges(given, found)),
        agreement=found.agreement,
        variance=None
        if found.variance is None
        else Variance(found.variance.entry, found.variance.judge, found.variance.residual),
        remarks=found.remarks,
        lines=tuple(_lines(given, found)),
    )


def _entries(given: RoundSheets, found: Analysis) -> dict[int, EntryAdvice]:
    known = {int(one.entry): one for one in found.results}
    z = _mean_z(found)
    advised: dict[int, EntryAdvice] = {}
    for entries in given.categories.values():
        adjusted = [_float(known[one].adjusted) for one in entries]
        standard = [z.get(one, np.nan) for one in entries]
        ranks = places_of(np.array(adjusted), ADVICE_PLACES)
        z_ranks = places_of(np.array(standard), ADVICE_PLACES)
        for n, one in enumerate(entries):
            advised[one] = EntryAdvice(
                adjusted=known[one].adjusted,
                rank=_whole(ranks[n]),
                span=known[one].interval,
                z=_known(standard[n]),
                z_rank=_whole(z_ranks[n]),
            )
    return advised


def _mean_z(found: Analysis) -> dict[int, float]:
    """The mean z-score of each entry whose sheets all have one."""
    if found.sheets is None:
        return {}
    scores = z_scores(found.sheets.judge, found.sheets.totals)
    means = np.bincount(found.sheets.entry, scores) / np.bincount(found.sheets.entry)
    return {int(name): float(mean) for name, mean in zip(found.entries, means, strict=True)}


def _judges(given: RoundSheets, found: Analysis) -> Iterator[JudgeAdvice]:
    for one in found.reports:
        assert found.sheets is not None
        own = found.sheets.marks[found.sheets.judge == one.judge].mean(axis=0)
        keys = (each.key for each in given.criteria)
        yield JudgeAdvice(
            judge_id=int(found.judges[one.judge]),
            n=one.n,
            mean=one.mean,
            sd=one.sd,
            severity=one.severity,
            consistency=one.consistency,
            lowest=one.lowest,
            highest=one.highest,
            levels=one.levels,
            commonest=one.commonest,
            marks=dict(zip(keys, map(float, own), strict=True)),
        )


def _lines(given: RoundSheets, found: Analysis) -> Iterator[Firmness]:
    """The round's cut line in each category that has a score."""
    names = [each.key for each in given.criteria]
    scores = {int(one.entry): _float(one.score) for one in found.results}
    for category_id, entries in given.categories.items():
        part = _one_round(found, list(entries))
        if given.places is None or part is None:
            continue
        field, kept = part
        official = Official([scores[one] for one in kept], [entries[one] for one in kept])
        judges = [int(one) for one in found.judges]
        yield _firmness(category_id, field, given.places, official, kept, judges, names)


def _one_round(found: Analysis, entries: Sequence[int]) -> tuple[OneRound, list[int]] | None:
    """The sheets of some entries, and which of them have any, in the field's order."""
    if found.sheets is None or found.severity is None:
        return None
    wanted = np.isin([int(name) for name in found.entries], list(entries))
    kept = [int(found.entries[n]) for n in np.flatnonzero(wanted)]
    return (OneRound(found.sheets.only(wanted), found.severity.fitted), kept) if kept else None


@dataclass(frozen=True)
class Part:
    """A round within an edition: its sheets, its name, and its share of the final score."""

    key: str
    weight: float
    sheets: RoundSheets


def advise_final(
    parts: Sequence[Part],
    scores: Mapping[int, Mapping[int, tuple[float, int | None]]],
    places: Mapping[int, int],
) -> tuple[Firmness, ...]:
    """How firmly the winners stand: a line after so many ``places`` of each category.

    ``scores`` are the official final scores and ranks by category and entry; entries that lack a
    sheet in any round do not compete. Weights are named by the round, or by round and criterion.
    """
    found = [each.sheets.analysed() for each in parts]
    judges = sorted({int(name) for one in found for name in one.judges})
    names = [each.key for each in parts]
    names += [f"{each.key}.{one.key}" for each in parts for one in each.sheets.criteria]
    lines = []
    for category_id, own in scores.items():
        if (part := _combined(parts, found, list(own), judges)) is not None:
            field, kept = part
            official = Official([own[one][0] for one in kept], [own[one][1] for one in kept])
            line = places[category_id]
            lines.append(_firmness(category_id, field, line, official, kept, judges, names))
    return tuple(lines)


def _combined(
    parts: Sequence[Part], found: Sequence[Analysis], entries: Sequence[int], judges: Sequence[int]
) -> tuple[Combined, list[int]] | None:
    """The rounds together, for the entries that have a sheet in each of them."""
    rounds = [_one_round(one, entries) for one in found]
    known = [one for one in rounds if one is not None]
    if not known or len(known) < len(rounds):
        return None
    kept = [one for one in entries if all(one in own for _, own in known)]
    stages = tuple(
        Stage(
            round=one,
            weight=part.weight,
            entry=np.array([own.index(entry) for entry in kept], dtype=np.intp),
            judge=np.array([judges.index(int(name)) for name in analysis.judges], dtype=np.intp),
        )
        for (one, own), part, analysis in zip(known, parts, found, strict=True)
    )
    return (Combined(stages), kept) if kept else None


@dataclass(frozen=True)
class Official:
    """Scores and ranks of a field's entries, in its order."""

    scores: Sequence[float]
    ranks: Sequence[int | None]


def _firmness(
    category_id: int,
    field: Field,
    places: int,
    official: Official,
    entries: Sequence[int],
    judges: Sequence[int],
    weights: Sequence[str],
) -> Firmness:
    """Cards with the numbers of the database; official scores have the field's order."""
    scores, order = np.array(official.scores), np.array([_float(one) for one in official.ranks])
    found = robustness(field, places, scores, order)
    return Firmness(
        category_id=category_id,
        places=places,
        margin=found.line.margin,
        stays=found.line.stays,
        stands=tuple(_stand(one, places, entries, judges, weights) for one in found.cards),
    )


def _stand(
    card: Card, places: int, entries: Sequence[int], judges: Sequence[int], weights: Sequence[str]
) -> Stand:
    ranks = [one.rank for one in card.shifts]
    inside = card.rank <= places
    swayed = (one.weight for one in card.shifts if (one.rank <= places) != inside)
    return Stand(
        entry_id=entries[card.entry],
        score=card.score,
        rank=card.rank,
        margin=card.margin,
        without={judges[one]: rank for one, rank in card.without.items()},
        decisive=tuple(judges[one] for one in card.decisive),
        swayed=tuple(weights[one] for one in dict.fromkeys(swayed)),
        spread=(min(ranks), max(ranks)) if ranks else None,
        span=card.interval,
        ranks=card.ranks,
        stays=card.stays,
        holds=card.holds,
    )


def _float(value: object) -> float:
    return float("nan") if value is None else float(value)  # type: ignore[arg-type]


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _whole(value: float) -> int | None:
    return int(value) if np.isfinite(value) else None
