"""Who may see, decide and publish results. Until publication that is the organiser alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from award.competitions.states import (
    EDITION,
    FINAL,
    ROUND,
    UNDER_WAY,
    EditionState,
    RoundKind,
    RoundState,
)
from award.core.access import rule
from award.innovations.rules import NOT_YOURS, acts_for
from award.people.rules import is_a, only_organiser
from award.people.states import Role
from award.results.course import all_decided, next_round

if TYPE_CHECKING:
    from award.competitions.models import Edition, Round
    from award.entries.models import Entry

SETTLED = {
    EditionState.DRAFT: _l("Edisi ini belum dibuka."),
    EditionState.FROZEN: _l("Hasil akhir edisi ini sudah dikunci."),
    EditionState.PUBLISHED: _l("Hasil edisi ini sudah diumumkan dan tidak dapat diubah."),
}


@rule("results:see")
def may_see(actor: Any, _edition: Edition | None) -> object:
    """Organisers see standings at any time."""
    return only_organiser(actor)


@rule("results:see_round")
def may_see_round(actor: Any, _round: Round) -> object:
    """Organisers see the standings of a round at any time."""
    return only_organiser(actor)


@rule("results:vote")
def may_vote(actor: Any, round_: Round) -> object:
    """The plenary votes on ties of a round that is locked and not decided yet."""
    return may_decide(actor, round_)


@rule("results:decide")
def may_decide(actor: Any, round_: Round) -> object:
    """A locked scoring round is decided while the edition is open."""
    if (reason := _closed_matter(actor, round_.edition)) is not None:
        return reason
    if round_.kind != RoundKind.SCORING:
        return _l("Tahap ini tidak dinilai oleh juri.")
    if round_.state in FINAL:
        return _l("Tahap ini sudah ditetapkan.")
    if round_.state in UNDER_WAY:
        return _l("Penilaian tahap ini belum ditutup.")
    return None if ROUND.allows("decide", round_.state) else _l("Kunci babak ini lebih dahulu.")


@rule("results:undecide")
def may_undecide(actor: Any, round_: Round) -> object:
    """A decision is taken back until the next round opens or the final result is frozen."""
    if (reason := _closed_matter(actor, round_.edition)) is not None:
        return reason
    if not ROUND.allows("undecide", round_.state):
        return _l("Tahap ini belum ditetapkan.")
    after = next_round(round_)
    if after is not None and after.state != RoundState.DRAFT:
        return _l("Tahap berikutnya sudah dibuka.")
    return None


@rule("results:vote_final")
def may_vote_final(actor: Any, edition: Edition) -> object:
    """The plenary votes on ties of the final list before it is frozen."""
    return may_freeze(actor, edition)


@rule("results:freeze")
def may_freeze(actor: Any, edition: Edition) -> object:
    """Winners are chosen once every scoring round is decided."""
    if (reason := _closed_matter(actor, edition)) is not None:
        return reason
    return None if all_decided(edition) else _l("Masih ada tahap yang belum ditetapkan.")


@rule("results:unfreeze")
def may_unfreeze(actor: Any, edition: Edition) -> object:
    """A frozen result is taken back until it has been published."""
    if (reason := only_organiser(actor)) is not None:
        return reason
    if EDITION.allows("unfreeze", edition.state):
        return None
    if edition.state == EditionState.PUBLISHED:
        return SETTLED[EditionState.PUBLISHED]
    return _l("Hasil akhir edisi ini belum dikunci.")


@rule("results:publish")
def may_publish(actor: Any, edition: Edition) -> object:
    """A frozen result is published once."""
    if (reason := only_organiser(actor)) is not None:
        return reason
    if EDITION.allows("publish", edition.state):
        return None
    if edition.state == EditionState.PUBLISHED:
        return _l("Hasil edisi ini sudah diumumkan.")
    return _l("Kunci hasil akhir sebelum mengumumkannya.")


@rule("results:own")
def may_see_own(actor: Any, entry: Entry) -> object:
    """Staff and heads see what became of their agency's entry, after publication."""
    own = acts_for(actor, entry.agency_id, entry.wall_id)
    if not own or not is_a(actor, Role.STAFF, Role.HEAD):
        return NOT_YOURS
    if entry.edition.state != EditionState.PUBLISHED:
        return _l("Hasil edisi ini belum diumumkan.")
    return None


@rule("results:own_report")
def may_see_report(actor: Any, round_: Round) -> object:
    """Judges see the report about their own marks once nothing can be changed any more."""
    if not is_a(actor, Role.JUDGE):
        return _l("Halaman ini untuk juri.")
    if round_.state in UNDER_WAY:
        return _l("Laporan terbuka setelah penilaian tahap ini ditutup.")
    return None


def _closed_matter(actor: Any, edition: Edition) -> object:
    if (reason := only_organiser(actor)) is not None:
        return reason
    return SETTLED.get(edition.state)
