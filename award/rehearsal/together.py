"""What two organisers do together in a rehearsal: unlock, weigh anew, disqualify, override,
revoke."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from award.approvals import actions as approvals
from award.certificates.models import Certificate
from award.certificates.queries import why_kept_off
from award.competitions.actions.reweighing import RUBRIC
from award.competitions.models import Round
from award.entries.models import Entry
from award.judging.queries import entries_of_round
from award.people.models import User
from award.results.actions.ruling import DISQUALIFY
from award.results.queries.rulings import ruling

ENOUGH = 4
"""Entries of a category that can do without one."""


@dataclass(frozen=True)
class Pair:
    """Two organisers; both have the same password."""

    first: User
    second: User
    password: str

    def do(self, kind: str, target: Any, reason: str, **details: Any) -> None:
        """One proposes, the other confirms."""
        approval = approvals.propose(
            kind=kind,
            target=target,
            reason=reason,
            password=self.password,
            actor=self.first,
            details=details,
        )
        approvals.confirm(
            approval=approval, remark="Sependapat.", password=self.password, actor=self.second
        )

    @property
    def walls(self) -> set[int]:
        """Agencies whose entries neither of them may rule on."""
        return {self.first.wall_id, self.second.wall_id}


def unlock(round_: Round, pair: Pair) -> None:
    """Unseal a locked round."""
    pair.do("round.unlock", round_, "Panel meminta pembahasan ulang satu usulan.")


def reweigh(round_: Round, pair: Pair) -> None:
    """Move five points from the heaviest criterion to the lightest after marks were given."""
    ordered = sorted(round_.criteria, key=lambda each: (each.weight, each.key))
    light, heavy = ordered[0], ordered[-1]
    weights = {light.key: str(light.weight + 5), heavy.key: str(heavy.weight - 5)}
    reason = "Pleno menyamakan bobot dengan pedoman penilaian tahun ini."
    pair.do(RUBRIC, round_, reason, weights=weights)


def disqualify(round_: Round, pair: Pair, kept: Collection[int]) -> None:
    """Take one entry out, where its category has enough others; never one of ``kept``."""
    entries = entries_of_round(round_.id)
    sizes = Counter(each.category_id for each in entries)
    for entry in reversed(entries):
        if sizes[entry.category_id] >= ENOUGH and _may_go(entry, pair, kept):
            target = ruling(entry.id)
            pair.do(DISQUALIFY, target, "Data dampak pada usulan ini terbukti tidak benar.")
            return


def _may_go(entry: Entry, pair: Pair, kept: Collection[int]) -> bool:
    return entry.id not in kept and entry.wall_id not in pair.walls


def revoke(certificates: Iterable[Certificate], pair: Pair) -> None:
    """Withdraw the first certificate that neither of them is bound to."""
    for each in certificates:
        if not any(why_kept_off(person, each) for person in (pair.first, pair.second)):
            reason = "Nama penerima pada piagam ini tertukar dengan penerima lain."
            pair.do("certificate.revoke", each, reason)
            return
