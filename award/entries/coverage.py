"""One agency, one innovation: where each agency stands, and how many do their duty. Pure.

Coverage is the share of active agencies with a duty that have at least one eligible innovation
in the edition. An entry of a sub-unit counts for the agency above it. An agency that has been
excused is counted apart: neither as covered nor as missing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from award.entries.states import EntryState


class Standing(StrEnum):
    """Where an agency stands by its best entry."""

    NOT_STARTED = "belum"
    REJECTED = "tidak-lolos"
    DRAFT = "draf"
    AWAITING = "menunggu"
    CORRECTION = "perbaikan"
    SUBMITTED = "diajukan"
    PASSED = "lolos"
    WAIVED = "dikecualikan"


OF_STATE = {
    EntryState.WITHDRAWN: Standing.NOT_STARTED,
    EntryState.REJECTED: Standing.REJECTED,
    EntryState.DRAFT: Standing.DRAFT,
    EntryState.AWAITING_SIGNOFF: Standing.AWAITING,
    EntryState.CORRECTION: Standing.CORRECTION,
    EntryState.SUBMITTED: Standing.SUBMITTED,
    EntryState.PASSED: Standing.PASSED,
}
BEST_LAST = tuple(Standing)


@dataclass(frozen=True)
class Owner:
    """An agency with a duty."""

    id: int
    code: str
    name: str
    name_en: str = ""

    @property
    def full_name(self) -> dict[str, str]:
        """The official name, and what it is called in English."""
        return {"id": self.name, "en": self.name_en}


@dataclass(frozen=True)
class Piece:
    """One entry as far as the board needs it; ``owner_id`` is the agency whose duty it meets."""

    owner_id: int
    entry_id: int
    title: str
    state: EntryState
    submitted: bool
    eligible: bool


@dataclass(frozen=True)
class Row:
    """One agency: its standing, its entries (the best first) and why it is excused, if it is."""

    owner: Owner
    standing: Standing
    entries: tuple[Piece, ...]
    waiver: str | None

    @property
    def shown_title(self) -> str:
        """The title of the best entry; a draft's is its agency's own business."""
        return next((piece.title for piece in self.entries if piece.submitted), "")

    @property
    def covered(self) -> bool:
        """Whether an entry was submitted, not rejected or withdrawn, and is eligible."""
        return any(counts(piece) for piece in self.entries)


@dataclass(frozen=True)
class Board:
    """All agencies and their sums."""

    rows: tuple[Row, ...]
    counts: dict[Standing, int]

    @property
    def owing(self) -> int:
        """Agencies with a duty that have not been excused."""
        return sum(row.waiver is None for row in self.rows)

    @property
    def covered(self) -> int:
        """Agencies among them that have done it."""
        return sum(row.covered for row in self.rows if row.waiver is None)

    @property
    def percent(self) -> Decimal | None:
        """Coverage in percent, two decimals half up; ``None`` when nobody owes anything."""
        if not self.owing:
            return None
        share = Decimal(100 * self.covered) / self.owing
        return share.quantize(Decimal("0.01"), ROUND_HALF_UP)

    def showing(self, standing: Standing | None) -> tuple[Row, ...]:
        """The rows of one standing, or all."""
        return tuple(row for row in self.rows if standing in (None, row.standing))


def counts(piece: Piece) -> bool:
    """Whether this entry does the agency's duty."""
    out = (EntryState.REJECTED, EntryState.WITHDRAWN)
    return piece.submitted and piece.eligible and piece.state not in out


def board(owners: Sequence[Owner], pieces: Iterable[Piece], waivers: dict[int, str]) -> Board:
    """The participation board; ``waivers`` maps an agency's id to the reason."""
    of_owner: dict[int, list[Piece]] = defaultdict(list)
    for piece in pieces:
        of_owner[piece.owner_id].append(piece)
    rows = tuple(_row(each, of_owner[each.id], waivers.get(each.id)) for each in owners)
    found = Counter(row.standing for row in rows)
    return Board(rows, {standing: found[standing] for standing in Standing})


def _row(owner: Owner, pieces: Collection[Piece], waiver: str | None) -> Row:
    ordered = tuple(sorted(pieces, key=_rank, reverse=True))
    best = OF_STATE[ordered[0].state] if ordered else Standing.NOT_STARTED
    return Row(owner, best if waiver is None else Standing.WAIVED, ordered, waiver)


def _rank(piece: Piece) -> int:
    return BEST_LAST.index(OF_STATE[piece.state])
