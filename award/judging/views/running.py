"""The organiser's pages of presentation day: the order, and the timer on the big screen."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from award.competitions.models import Round
from award.core.access import requires
from award.core.export import csv_file
from award.core.language import hour, local, short_date
from award.core.problems import Invalid
from award.core.web import row_number
from award.judging import actions
from award.judging.forms_day import HoursForm, first_hours, first_values, kept
from award.judging.queries import order as queries
from award.judging.queries.blind import seen_in_round
from award.judging.queries.order import Plan

running = Blueprint("running", __name__, url_prefix="/panitia/penilaian/<int:round_id>/presentasi")
COLUMNS = (
    *("nomor", "tanggal", "mulai", "usulan", "instansi", "kategori", "juri_di_luar"),
    "sudah_diumumkan",
)


@running.get("/")
@requires("round:run", queries.plan_for)
def show(plan: Plan) -> Any:
    """The order, what it costs the judges, and the form that makes it."""
    return _page(plan, _form(plan))


def _form(plan: Plan) -> HoursForm:
    if plan.order:
        return HoursForm(data=kept(plan.order))
    lot = str(secrets.randbelow(900_000) + 100_000)
    return HoursForm(data=first_values(plan.round, lot))


def _page(plan: Plan, form: HoursForm, status: int = 200) -> Any:
    page = render_template("running/show.html", plan=plan, round=plan.round, form=form)
    return page, status


@running.post("/")
@requires("round:run", queries.plan_for)
def make(plan: Plan) -> Any:
    """Make the order with the hours typed."""
    form = _form(plan)
    if not form.validate():
        return _page(plan, form, 422)
    try:
        actions.make_order(
            round_=plan.round,
            hours=form.hours,
            lot=form.lot.data,
            open_to_all=form.open_to_all.data,
            actor=current_user,
        )
    except Invalid as problem:
        form.first_day.errors = [*form.first_day.errors, str(problem)]
        for name, sentence in problem.fields.items():
            form[name].errors = [*form[name].errors, str(sentence)]
        return _page(plan, form, 422)
    flash(_("Urutan tersusun. Periksa, lalu umumkan."), "success")
    return _back(plan.round)


@running.post("/pindah")
@requires("round:run", queries.plan_for)
def move(plan: Plan) -> Any:
    """Move one entry to another place."""
    entry_id = request.form.get("entry", type=row_number)
    to = request.form.get("to", type=row_number)
    if plan.order is None or entry_id is None or to is None:
        abort(404)
    actions.move_entry(order=plan.order, entry_id=entry_id, to=to, actor=current_user)
    return _back(plan.round, f"usulan-{entry_id}")


@running.post("/umumkan")
@requires("order:announce", queries.plan_for)
def announce(plan: Plan) -> Any:
    """Tell judges and agencies."""
    assert plan.order is not None  # the rule has said so
    count = actions.announce_order(order=plan.order, actor=current_user)
    flash(
        ngettext(
            "Urutan diumumkan. %(num)s instansi mendapat surel.",
            "Urutan diumumkan. %(num)s instansi mendapat surel.",
            count,
        ),
        "success",
    )
    return _back(plan.round)


@running.get("/urutan.csv")
@requires("round:run", queries.plan_for)
def table(plan: Plan) -> Any:
    """The order as a table."""
    rows = ([*_row(line), line.slot.told_at == line.slot.starts_at] for line in plan.lines)
    return csv_file(f"urutan-{plan.round.key}.csv", COLUMNS, rows)


def _row(line: queries.Line) -> tuple[object, ...]:
    entry, at = line.slot.entry, line.slot.starts_at
    category = local(entry.category.name) if entry.category else ""
    out = ", ".join(each.name for each in line.out)
    return (
        *(line.slot.position, short_date(at), hour(at), entry.title),
        *(entry.agency.name, category, out),
    )


@running.get("/layar")
@requires("round:run", queries.plan_for)
def stage(plan: Plan) -> Any:
    """The timer for the big screen, with today's entries first."""
    hours = plan.order.hours if plan.order else first_hours(plan.round)
    lines = plan.today() or plan.lines
    return render_template(
        "running/stage.html",
        round=plan.round,
        hours=hours,
        lines=lines,
        seen=seen_in_round(plan.round, [each.slot.entry for each in lines]),
    )


def _back(round_: Round, anchor: str | None = None) -> Any:
    return redirect(url_for("running.show", round_id=round_.id, _anchor=anchor))
