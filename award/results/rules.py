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
from award.core import clock
from award.core.access import rule
from award.core.language import moment
from award.innovations.rules import NOT_YOURS, acts_for
from award.people.rules import is_a, only_organiser
from award.people.states import Role
from award.results.course import all_decided, next_round
from award.results.states import ObjectionState

if TYPE_CHECKING:
    from award.competitions.models import Edition, Round
    from award.entries.models import Entry
    from award.results.models import Decision
    from award.results.models_record import Objection, Paper, Snapshot
    from award.results.queries.hearing import Hearing

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
    """A frozen result is published once, after the agencies could object to it."""
    if (reason := only_organiser(actor)) is not None:
        return reason
    if edition.state == EditionState.PUBLISHED:
        return _l("Hasil edisi ini sudah diumumkan.")
    if not EDITION.allows("publish", edition.state):
        return _l("Kunci hasil akhir sebelum mengumumkannya.")
    return _before_the_end(edition)


def _before_the_end(edition: Edition) -> object:
    if edition.objections_until is None:
        days = edition.settings.objection_working_days
        return _l("Sampaikan dahulu hasil sementara kepada peserta.") if days else None
    if clock.now() <= edition.objections_until:
        return _l(
            "Masa sanggah berlangsung sampai %(until)s.", until=moment(edition.objections_until)
        )
    return None


@rule("results:hear")
def may_hear(actor: Any, edition: Edition) -> object:
    """A frozen result is told to the agencies once, before it is public."""
    if (reason := only_organiser(actor)) is not None:
        return reason
    if not EDITION.allows("publish", edition.state):
        return _l("Kunci hasil akhir sebelum menyampaikannya.")
    if edition.objections_until is not None:
        return _l("Hasil sementara sudah disampaikan.")
    if not edition.settings.objection_working_days:
        return _l("Edisi ini tidak memakai masa sanggah.")
    return None


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


@rule("results:heard")
def may_see_told(actor: Any, entry: Entry) -> object:
    """Staff and heads see what their agency was told of its entry before publication."""
    own = acts_for(actor, entry.agency_id, entry.wall_id)
    if not own or not is_a(actor, Role.STAFF, Role.HEAD):
        return NOT_YOURS
    told = entry.edition.objections_until is not None
    return None if told else _l("Hasil sementara belum disampaikan.")


@rule("objection:see")
def may_see_hearing(actor: Any, hearing: Hearing) -> object:
    """Staff and heads see the objections of their agency beside what it was told."""
    return may_see_told(actor, hearing.entry)


@rule("objection:file")
def may_object(actor: Any, hearing: Hearing) -> object:
    """The entry's agency, in the objection window, one objection at a time."""
    if (reason := may_see_hearing(actor, hearing)) is not None:
        return reason
    edition = hearing.entry.edition
    until = edition.objections_until
    if edition.state != EditionState.FROZEN or until is None or clock.now() > until:
        return _l("Masa sanggah sudah berakhir.")
    return _l("Sanggahan Anda sebelumnya belum dijawab.") if hearing.waiting else None


@rule("objection:answer")
def may_answer(actor: Any, objection: Objection) -> object:
    """Organisers answer each objection once, before publication."""
    if (reason := only_organiser(actor)) is not None:
        return reason
    if objection.edition.state == EditionState.PUBLISHED:
        return SETTLED[EditionState.PUBLISHED]
    answered = objection.state != ObjectionState.OPEN
    return _l("Sanggahan ini sudah dijawab.") if answered else None


@rule("results:paper")
def may_read_paper(actor: Any, _paper: Paper | Snapshot) -> object:
    """Organisers read snapshots and what is printed of them."""
    return only_organiser(actor)


@rule("results:override")
def may_override(actor: Any, decision: Decision) -> object:
    """A ranked entry's outcome may be set otherwise while the result is frozen, by two people."""
    if (reason := only_organiser(actor)) is not None:
        return reason
    state = decision.entry.edition.state
    if state == EditionState.PUBLISHED:
        return SETTLED[state]
    if state != EditionState.FROZEN:
        return _l("Kunci hasil akhir lebih dahulu.")
    return None if decision.rank else _l("Usulan ini tidak sampai ke tahap terakhir.")


@rule("dissent:record")
def may_dissent(actor: Any, edition: Edition) -> object:
    """Judges record a different opinion until the result is public."""
    if not is_a(actor, Role.JUDGE):
        return _l("Halaman ini untuk juri.")
    if edition.state in (EditionState.DRAFT, EditionState.PUBLISHED):
        return SETTLED[edition.state]
    return None


def _closed_matter(actor: Any, edition: Edition) -> object:
    if (reason := only_organiser(actor)) is not None:
        return reason
    return SETTLED.get(edition.state)
