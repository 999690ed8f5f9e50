"""The organiser's participation board: who takes part, who is excused, as a table to take away."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from award.competitions.models import Edition
from award.competitions.queries import editions
from award.core import clock
from award.core.access import requires
from award.core.export import csv_file
from award.core.language import local
from award.core.problems import Invalid
from award.entries import queries_board as queries
from award.entries.actions import board as actions
from award.entries.coverage import Row, Standing
from award.entries.forms_decisions import WaiverForm
from award.entries.views.asked import asked_edition
from award.entries.words import ENTRY_STATES, STANDINGS

board = Blueprint("board", __name__, url_prefix="/panitia/partisipasi")

REGENCY = "51.03"
"""Badung's code in the national table of regions, for tables that leave the house."""
COLUMNS = (
    "kode_wilayah",
    "edisi",
    "tahun",
    "diambil_pada",
    "kode_perangkat_daerah",
    "perangkat_daerah",
    "keadaan",
    "terpenuhi",
    "jumlah_usulan",
    "usulan_terbaik",
    "alasan_pengecualian",
)


@board.get("/")
@requires("board:see")
def index() -> Any:
    """All agencies, or those of one standing."""
    edition = asked_edition()
    if edition is None:
        return render_template("board/none.html")
    chosen = request.args.get("keadaan") or None
    if chosen is not None and chosen not in set(Standing):
        abort(404)
    standing = None if chosen is None else Standing(chosen)
    return render_template(
        "board/index.html",
        edition=edition,
        editions=editions(),
        board=queries.board_of(edition),
        standing=standing,
        standings=STANDINGS,
        states=ENTRY_STATES,
    )


@board.get("/<int:edition_id>.csv")
@requires("board:see", queries.edition_of_board)
def table(edition: Edition) -> Any:
    """The board as CSV."""
    taken = clock.now().astimezone(clock.WITA).isoformat(timespec="seconds")
    source = (REGENCY, local(edition.name), edition.year, taken)
    rows = [(*source, *_cells(row)) for row in queries.board_of(edition).rows]
    return csv_file(f"partisipasi-{edition.year}.csv", COLUMNS, rows)


def _cells(row: Row) -> tuple[object, ...]:
    return (
        row.owner.code,
        local(row.owner.full_name),
        STANDINGS[row.standing][0],
        _fulfilled(row),
        len(row.entries),
        row.shown_title,
        row.waiver,
    )


def _fulfilled(row: Row) -> str:
    if row.waiver is not None:
        return ""
    return str(_("ya") if row.covered else _("tidak"))


@board.route("/<int:edition_id>/pengecualian/<int:agency_id>", methods=["GET", "POST"])
@requires("board:see", queries.duty_of)
def waiver(duty: queries.Duty) -> Any:
    """Excuse an agency, or change the reason."""
    form = WaiverForm(reason=duty.waiver.reason if duty.waiver else "")
    if form.validate_on_submit():
        try:
            _waive(duty, form)
        except Invalid as problem:
            form.refuse(problem)
        else:
            flash(_("%(agency)s dikecualikan.", agency=local(duty.agency.full_name)), "success")
            return redirect(url_for("board.index", edisi=duty.edition.id))
    status = 422 if request.method == "POST" else 200
    return render_template("board/waiver.html", duty=duty, form=form), status


def _waive(duty: queries.Duty, form: WaiverForm) -> None:
    actions.waive(
        edition=duty.edition,
        agency=duty.agency,
        reason=form.reason.data or "",
        actor=current_user,
    )


@board.post("/<int:edition_id>/pengecualian/<int:agency_id>/akhiri")
@requires("board:see", queries.duty_of)
def end_waiver(duty: queries.Duty) -> Any:
    """The agency owes its innovation again."""
    actions.end_waiver(edition=duty.edition, agency=duty.agency, actor=current_user)
    flash(_("Pengecualian %(agency)s diakhiri.", agency=local(duty.agency.full_name)), "success")
    return redirect(url_for("board.index", edisi=duty.edition.id))
