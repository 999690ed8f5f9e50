"""Paper sheets of a round in one file, made by the worker.

The name of the file follows from what is printed, so that it is either right or not there yet.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from award.competitions.models import Round
from award.core.language import local, number
from award.judging.models import Assignment
from award.judging.queries import paper as queries
from award.judging.queries.blind import seen
from award.judging.queries.paper import Pile

if TYPE_CHECKING:
    from award.judging.paper import Criterion, Stack

MOST = 500
"""Sheets in one file: some minutes of printing."""


def path_of(round_id: int, judge_id: int, piles: Sequence[Pile]) -> Path:
    """Where these piles, of one judge or of all with 0, are kept once they have been printed."""
    digest = hashlib.sha256(" ".join(each.stamp for each in piles).encode()).hexdigest()[:16]
    return Path(current_app.config["DATA_DIR"]) / "paper" / f"{round_id}-{judge_id}-{digest}.pdf"


def wanted(round_: Round, judge_id: int = 0) -> tuple[Path, Stack] | None:
    """What is to be printed, and where to: the sheets of one judge, or of all with 0.

    Nothing where there are no sheets, too many for one file, or they have been printed already.
    """
    chosen = [each for each in queries.piles(round_) if judge_id in (0, each.judge.id)]
    target = path_of(round_.id, judge_id, chosen)
    if not 0 < sum(each.sheets for each in chosen) <= MOST or target.exists():
        return None
    return target, stack(round_, queries.to_print(round_.id, judge_id))


def make(target: Path, stack: Stack) -> None:
    """Print the stack in place of an older one: the file is complete or not there at all."""
    # WeasyPrint takes 34 MB: only a process that prints loads it.
    from award.judging import paper

    pdf = paper.render(stack)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(f".{os.getpid()}")
    draft.write_bytes(pdf)
    draft.replace(target)
    for old in target.parent.glob(f"{target.stem.rpartition('-')[0]}-*.pdf"):
        if old != target:
            old.unlink(missing_ok=True)


def stack(round_: Round, assignments: Sequence[Assignment]) -> Stack:
    """What is printed. Sheets are official papers: in Indonesian, whoever asks for them."""
    from award.judging.paper import Sheet, Stack

    address = f"{current_app.config['BASE_URL']}/panitia/kertas/lembar"
    with force_locale("id"):
        shown = seen(assignments)
        return Stack(
            sheets=[
                Sheet(
                    number=each.id,
                    url=f"{address}/{each.id}",
                    judge=each.judge.name,
                    title=shown[each.id].title,
                    agency=local(shown[each.id].entrant_in_full),
                    category=local(each.entry.category.name) if each.entry.category else "",
                )
                for each in assignments
            ],
            criteria=_criteria(round_),
            edition=f"{local(round_.edition.name)} {round_.edition.year}",
            round=local(round_.name),
            words=_words(round_),
        )


def _criteria(round_: Round) -> list[Criterion]:
    from award.judging.paper import Criterion, Level

    return [
        Criterion(
            name=local(each.name),
            weight=_("bobot %(n)s", n=number(each.weight)),
            about=local(each.description),
            levels=tuple(Level(x.value, local(x.label), local(x.text)) for x in each.levels),
        )
        for each in round_.criteria
        if not each.source
    ]


def _words(round_: Round) -> dict[str, str]:
    levels = ", ".join(str(each) for each in sorted(round_.edition.settings.reason_levels))
    return {
        "title": _("Lembar nilai"),
        "scan": _("Kode QR: pindai untuk mengetik nilai lembar ini"),
        "judge": _("Juri"),
        "sheet": _("Lembar"),
        "how": _(
            "Silangi satu kotak pada setiap kriteria. Tulis alasan untuk tingkat %(levels)s.",
            levels=levels,
        ),
        "criterion": _("Kriteria"),
        "reason": _("Alasan"),
        "comment": _("Catatan untuk pengusul"),
        "place": _("Tanggal dan tanda tangan juri"),
        "first": _("Diketik pertama oleh"),
        "second": _("Diketik kedua oleh"),
    }
