"""The table of public holidays, for every edition."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from award.competitions import actions, queries
from award.competitions import holidays as shipped
from award.competitions.forms import HolidayForm
from award.core.access import requires

holidays = Blueprint("holidays", __name__, url_prefix="/panitia/hari-libur")


@holidays.route("/", methods=["GET", "POST"])
@requires("edition:manage")
def index() -> Any:
    """All holidays; add one or rename the one on that day."""
    form = HolidayForm()
    if form.validate_on_submit():
        day, name = form.values()
        actions.set_holiday(day=day, name=name, actor=current_user)
        flash(_("Hari libur tersimpan."), "success")
        return redirect(url_for("holidays.index"))
    status = 422 if request.method == "POST" else 200
    table = queries.holiday_table()
    missing = len({each.date for each in shipped.load()} - {each.day for each in table})
    return render_template("holidays/index.html", form=form, table=table, missing=missing), status


@holidays.post("/hapus")
@requires("edition:manage")
def remove() -> Any:
    """Make a day a working day again."""
    try:
        day = date.fromisoformat(request.form.get("day", ""))
    except ValueError:
        abort(400)
    actions.remove_holiday(day=day, actor=current_user)
    flash(_("Hari libur dihapus."), "success")
    return redirect(url_for("holidays.index"))


@holidays.post("/bawaan")
@requires("edition:manage")
def add_shipped() -> Any:
    """Enter the shipped holidays that are not in the table."""
    actions.add_holidays(days=shipped.load(), actor=current_user)
    flash(_("Hari libur bawaan sudah dimuat. Periksa terhadap SKB dan edaran gubernur."), "success")
    return redirect(url_for("holidays.index"))
