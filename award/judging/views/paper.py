"""Score sheets on paper: printing them, and how far typing them is."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from award.competitions.models import Round
from award.core import files, jobs
from award.core.access import requires
from award.core.web import row_number
from award.judging import prints
from award.judging.queries import paper as queries
from award.judging.queries.paper import Pile, Printing
from award.judging.queries.rounds import round_for

paper = Blueprint("paper", __name__, url_prefix="/panitia/kertas")
ALL = 0
"""Stands for every judge of a round in addresses."""


@paper.get("/babak/<int:round_id>")
@requires("round:run", round_for)
def show(round_: Round) -> Any:
    """The judges of a round: print their sheets, see how far typing is."""
    piles = queries.piles(round_)
    asked = request.args.get("cetak", type=row_number)
    return render_template(
        "paper/show.html",
        round=round_,
        piles=piles,
        whole=_printed(round_, piles, ALL),
        ready={each.judge.id for each in piles if _printed(round_, piles, each.judge.id)},
        printable=0 < sum(each.sheets for each in piles) <= prints.MOST,
        asked=None if asked is None or _printed(round_, piles, asked) else asked,
    )


def _printed(round_: Round, piles: list[Pile], judge_id: int) -> bool:
    return prints.path_of(round_.id, judge_id, _chosen(piles, judge_id)).exists()


def _chosen(piles: list[Pile], judge_id: int) -> list[Pile]:
    return [each for each in piles if judge_id in (ALL, each.judge.id)]


@paper.post("/babak/<int:round_id>")
@requires("round:run", round_for)
def order(round_: Round) -> Any:
    """Have the sheets of one judge printed, or all."""
    judge_id = request.form.get("judge", ALL, type=row_number)
    jobs.enqueue("paper.print", round_id=round_.id, judge_id=judge_id)
    return redirect(url_for("paper.show", round_id=round_.id, cetak=judge_id))


@paper.get("/babak/<int:round_id>/kemajuan/<int:judge_id>")
@requires("round:run", queries.printing_for)
def progress(wanted: Printing) -> Any:
    """Whether the file is there, for the script of the page."""
    done = _printed(wanted.round, queries.piles(wanted.round), wanted.judge_id)
    sentence = _("Selesai") if done else _("Sedang dicetak …")
    return {"done": int(done), "total": 1, "sentence": sentence}


@paper.get("/babak/<int:round_id>/lembar-<int:judge_id>.pdf")
@requires("round:run", queries.printing_for)
def download(wanted: Printing) -> Any:
    """The printed sheets."""
    piles = _chosen(queries.piles(wanted.round), wanted.judge_id)
    path = prints.path_of(wanted.round.id, wanted.judge_id, piles)
    if not path.exists():
        abort(404)
    return files.send(path, f"lembar-nilai-{wanted.round.key}.pdf", "pdf", inline=True)


@paper.get("/babak/<int:round_id>/juri/<int:judge_id>")
@requires("round:run", queries.printing_for)
def pile(wanted: Printing) -> Any:
    """The sheets of one judge, and what is still to be typed."""
    assignments = queries.to_print(wanted.round.id, wanted.judge_id)
    if not assignments:
        abort(404)
    return render_template(
        "paper/pile.html",
        round=wanted.round,
        judge=assignments[0].judge,
        cases=queries.cases_of(assignments, current_user),
    )


@paper.get("/nomor")
@requires("round:run")
def find() -> Any:
    """From the number printed on a sheet to where it is typed."""
    number = request.args.get("nomor", type=row_number)
    case = None if number is None else queries.case_for(current_user, number)
    if case is None:
        flash(_("Tidak ada lembar dengan nomor itu."), "error")
        return redirect(url_for("panels.index"))
    return redirect(url_for("keying.show", assignment_id=case.assignment.id))
