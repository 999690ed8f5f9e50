"""What about judging takes two people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l

from award.approvals.kinds import Details, Kind, register
from award.competitions import actions as competitions
from award.competitions.actions.reweighing import RUBRIC, STAGES
from award.competitions.models import Edition, Round
from award.competitions.queries import edition_by_id
from award.core.language import local, number
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


def _reweighing(rows: Sequence[Any], details: Details) -> Iterator[object]:
    weights = details.get("weights", {})
    for each in rows:
        proposed = Decimal(weights.get(each.key, each.weight))
        if proposed != each.weight:
            yield _l(
                "Bobot %(name)s berubah dari %(old)s menjadi %(new)s.",
                name=local(each.name),
                old=number(each.weight),
                new=number(proposed),
            )
    yield _l("Tingkat yang diberikan juri tidak berubah. Semua nilai dihitung ulang.")
    yield _l("Bobot lama dan baru tersimpan sebagai versi edisi dan tercantum dengan alasannya.")


def _titled(edition: Edition) -> str:
    return f"{local(edition.name)} {edition.year}"


register(
    Kind(
        key=RUBRIC,
        name=_l("Mengubah bobot kriteria"),
        rule="round:reweigh",
        load=lambda number_: rounds.round_for(None, number_),
        run=lambda round_, approval: actions.reweigh_round(round_=round_, approval=approval),
        title=_title,
        effects=lambda round_, details: list(_reweighing(round_.criteria, details)),
        basis=lambda round_, _details: {"state": round_.state, "version": round_.edition.version},
        edition_id=lambda round_: round_.edition_id,
        address=lambda round_: url_for("panels.show", round_id=round_.id),
    ),
    Kind(
        key=STAGES,
        name=_l("Mengubah bobot tahap"),
        rule="edition:reweigh",
        load=lambda number_: edition_by_id(None, number_),
        run=lambda edition, approval: competitions.reweigh_stages(
            edition=edition, approval=approval
        ),
        title=_titled,
        effects=lambda edition, details: list(_reweighing(edition.rounds, details)),
        basis=lambda edition, _details: {"state": edition.state, "version": edition.version},
        edition_id=lambda edition: edition.id,
        address=lambda edition: url_for("editions.show", edition_id=edition.id),
    ),
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
    ),
)
