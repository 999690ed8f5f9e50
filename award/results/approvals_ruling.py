"""Disqualifying takes two people, and so does taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l

from award.approvals.kinds import Details, Kind, register
from award.core.language import local
from award.judging.queries.walls import why_kept_out
from award.results.actions import ruling as actions
from award.results.actions.ruling import DISQUALIFY, REINSTATE
from award.results.queries import rulings
from award.results.queries.rulings import Ruling

__all__ = ["DISQUALIFY", "REINSTATE"]


def _out(ruling: Ruling, _details: Details) -> Sequence[object]:
    title, agency = ruling.entry.title, local(ruling.entry.agency.full_name)
    return (
        _l(
            "“%(title)s” dari %(agency)s tidak lagi diperingkat dan tidak mendapat piagam.",
            title=title,
            agency=agency,
        ),
        _l("Usulan lain di kategorinya naik peringkat pada tahap yang belum ditetapkan."),
        _l("Perangkat daerahnya mendapat surel dengan alasan ini."),
        _l("Nilai juri tetap tersimpan. Diskualifikasi tercantum dalam berita acara."),
    )


def _in(ruling: Ruling, _details: Details) -> Sequence[object]:
    return (
        _l(
            "“%(title)s” diperingkat kembali dengan nilai yang sudah ada.",
            title=ruling.entry.title,
        ),
        _l("Diskualifikasi dan pencabutannya tetap tercatat."),
    )


def _basis(ruling: Ruling, _details: Details) -> Details:
    out = ruling.standing
    return {
        "state": ruling.entry.state,
        "edition": ruling.entry.edition.state,
        "out": out.id if out else None,
    }


def _kind(key: str, name: object, rule: str, run: Any, effects: Any) -> Kind:
    return Kind(
        key=key,
        name=name,
        rule=rule,
        load=rulings.ruling,
        run=lambda ruling, approval: run(entry=ruling.entry, approval=approval),
        title=lambda ruling: ruling.entry.title,
        effects=effects,
        basis=_basis,
        edition_id=lambda ruling: ruling.entry.edition_id,
        address=lambda ruling: url_for("results.board", edition_id=ruling.entry.edition_id),
        wall=lambda actor, ruling: why_kept_out(actor, ruling.entry),
    )


register(
    _kind(DISQUALIFY, _l("Diskualifikasi usulan"), "entry:disqualify", actions.disqualify, _out),
    _kind(REINSTATE, _l("Mencabut diskualifikasi"), "entry:reinstate", actions.reinstate, _in),
)
