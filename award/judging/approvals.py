"""What about judging takes two people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l

from award.approvals.kinds import Details, Kind, register
from award.competitions.models import Round
from award.core.language import local
from award.judging import actions
from award.judging.queries import rounds


def _title(round_: Round) -> str:
    return f"{local(round_.name)}, {local(round_.edition.name)} {round_.edition.year}"


def _facts(round_: Round) -> dict[str, Any]:
    figures = rounds.figures(round_)
    return {"state": round_.state, "sheets": figures.sheets, "finished": figures.finished}


def _unlocking(round_: Round, _details: Details) -> Sequence[object]:
    figures = rounds.figures(round_)
    return (
        _l("%(round)s kembali ditutup dan tidak dikunci lagi.", round=local(round_.name)),
        _l("Satu orang panitia kemudian dapat membukanya kembali bagi juri."),
        _l(
            "Tidak ada nilai yang dihapus: %(finished)s dari %(all)s lembar tetap selesai, dan "
            "perubahannya tercatat satu per satu.",
            finished=figures.finished,
            all=figures.sheets,
        ),
    )


register(
    Kind(
        key="round.unlock",
        name=_l("Membuka kunci babak"),
        rule="round:unlock",
        load=lambda number: rounds.round_for(None, number),
        run=lambda round_, approval: actions.unlock_round(round_=round_, approval=approval),
        title=_title,
        effects=_unlocking,
        basis=lambda round_, _details: _facts(round_),
        edition_id=lambda round_: round_.edition_id,
        address=lambda round_: url_for("panels.show", round_id=round_.id),
    )
)
