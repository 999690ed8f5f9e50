"""What about results takes two people."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from flask_babel import lazy_gettext as _l

from award.approvals.kinds import Details, Kind, register
from award.judging.queries.walls import why_kept_out
from award.results import actions
from award.results.models import Decision
from award.results.queries import overriding
from award.results.words import OUTCOMES, PLACES


def _effects(decision: Decision, details: Details) -> Sequence[object]:
    if not details:
        return (
            _l("Penetapan usulan ini diganti. Nilai dan peringkat hasil hitung tetap terlihat."),
        )
    found = overriding.changes(decision, details["place"], details["outcome"])
    sentences: list[object] = [
        _l(
            "“%(title)s” menjadi %(decided)s; hasil hitungnya %(computed)s.",
            title=each.decision.entry.title,
            decided=PLACES.get(each.place) or OUTCOMES[each.outcome],
            computed=PLACES.get(each.decision.place) or OUTCOMES[each.decision.outcome],
        )
        for each in found
    ]
    sentences.append(_l("Nilai dan peringkat hasil hitung tetap tersimpan dan terlihat."))
    sentences.append(_l("Berita acara memuat perubahan ini dengan alasan dan nama kedua panitia."))
    return sentences


def _basis(decision: Decision, details: Details) -> Details:
    moved = overriding.changes(decision, details["place"], details["outcome"]) if details else ()
    return {
        # Numbers of decisions are given out again after unfreezing: the entry must be the same.
        "entry": decision.entry_id,
        "decided": decision.decided_at.isoformat(),
        "outcome": decision.outcome,
        "place": decision.place,
        "rank": decision.rank,
        "moved": [[each.decision.entry_id, each.decision.place, each.place] for each in moved],
    }


register(
    Kind(
        key="results.override",
        name=_l("Menetapkan berbeda dari hasil hitung"),
        rule="results:override",
        load=lambda number: overriding.decision_for(None, number),
        run=lambda decision, approval: actions.override(decision=decision, approval=approval),
        title=lambda decision: decision.entry.title,
        effects=_effects,
        basis=_basis,
        edition_id=lambda decision: decision.edition_id,
        address=lambda decision: url_for("results.final", edition_id=decision.edition_id),
        wall=lambda actor, decision: why_kept_out(actor, decision.entry),
    )
)
