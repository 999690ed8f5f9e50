"""The organiser's pages for the day on which certificates are handed over."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from award.certificates import words
from award.certificates.actions import ceremony as actions
from award.certificates.ceremony import checklist, pack
from award.certificates.ceremony.pack import Paper
from award.certificates.ceremony.plan import Guest, details, plan
from award.certificates.dating import calendar_day
from award.certificates.forms_ceremony import CeremonyForm, RowsForm, SeatsForm, seats_form
from award.certificates.packing.ordered import Stage
from award.certificates.states import Kind
from award.competitions.models import Edition
from award.competitions.queries import edition_by_id
from award.core import files
from award.core.access import requires

ceremony = Blueprint("ceremony", __name__, url_prefix="/panitia/sertifikat")

PER_ROW = 10


@ceremony.get("/<int:edition_id>/hari-penyerahan")
@requires("ceremony:prepare", edition_by_id)
def show(edition: Edition) -> Any:
    """What is ready for the ceremony, and its papers."""
    return _page(edition, CeremonyForm.of(details(edition), calendar_day(edition)))


@ceremony.post("/<int:edition_id>/hari-penyerahan")
@requires("ceremony:prepare", edition_by_id)
def tell(edition: Edition) -> Any:
    """Keep when, where and by whom."""
    form = CeremonyForm()
    if not form.validate():
        return _page(edition, form), 422
    actions.plan_ceremony(edition=edition, told=form.told, actor=current_user)
    flash(_("Rincian acara disimpan."), "success")
    return redirect(url_for("ceremony.show", edition_id=edition.id))


def _page(edition: Edition, form: CeremonyForm) -> str:
    found = plan(edition)
    return render_template(
        "ceremony/show.html",
        edition=edition,
        plan=found,
        file=pack.zip_file(found),
        progress=pack.progress(found),
        groups=checklist.groups(found),
        form=form,
        words=words,
    )


@ceremony.post("/<int:edition_id>/hari-penyerahan/siapkan")
@requires("ceremony:prepare", edition_by_id)
def order(edition: Edition) -> Any:
    """Have the papers made."""
    actions.order_papers(edition=edition, actor=current_user)
    flash(_("Paket hari penyerahan sedang disiapkan."), "info")
    return redirect(url_for("ceremony.show", edition_id=edition.id))


@ceremony.get("/<int:edition_id>/hari-penyerahan/kemajuan")
@requires("ceremony:prepare", edition_by_id)
def progress(edition: Edition) -> Any:
    """How many papers are made, for the script of the page; all, once nothing is being made."""
    found = plan(edition)
    done, total = pack.progress(found)
    if pack.zip_file(found).stage != Stage.WANTED:
        done = total
    return {
        "done": done,
        "total": total,
        "sentence": words.sentence_of_progress(done, total),
    }


@ceremony.get("/<int:edition_id>/hari-penyerahan/paket.zip")
@requires("ceremony:prepare", edition_by_id)
def fetch_all(edition: Edition) -> Any:
    """All papers in one ZIP."""
    file = pack.zip_file(plan(edition))
    if file.stage != Stage.READY:
        abort(404)
    return files.send(file.path, f"hari-penyerahan-{edition.year}.zip", "zip")


@ceremony.get("/<int:edition_id>/hari-penyerahan/<name>.pdf")
@requires("ceremony:read", pack.paper)
def fetch(paper: Paper) -> Any:
    """One paper."""
    path = pack.pdf_path(plan(paper.edition), paper.name)
    if not path.exists():
        abort(404)
    return files.send(path, f"{paper.name}-{paper.edition.year}.pdf", "pdf")


@ceremony.get("/<int:edition_id>/tempat-duduk")
@requires("ceremony:prepare", edition_by_id)
def seats(edition: Edition) -> Any:
    """Who sits where."""
    guests = _seated(edition)
    return _seats(edition, guests, seats_form(guests), _rows())


@ceremony.post("/<int:edition_id>/tempat-duduk")
@requires("ceremony:prepare", edition_by_id)
def seat(edition: Edition) -> Any:
    """Keep the seats as entered."""
    guests = _seated(edition)
    form = seats_form(guests)
    if not form.validate():
        return _seats(edition, guests, form, _rows()), 422
    actions.seat(edition=edition, labels=form.labels, actor=current_user)
    flash(_("Tempat duduk disimpan."), "success")
    return redirect(url_for("ceremony.seats", edition_id=edition.id))


@ceremony.post("/<int:edition_id>/tempat-duduk/urut")
@requires("ceremony:prepare", edition_by_id)
def fill(edition: Edition) -> Any:
    """Seat the kinds chosen row by row, instead of whatever was entered."""
    form, guests = RowsForm(), _seated(edition)
    if not form.validate():
        return _seats(edition, guests, seats_form(guests), form), 422
    actions.seat_in_rows(
        edition=edition,
        subjects=[guest.subject for guest in guests if guest.kind in form.kinds.data],
        per_row=form.per_row.data,
        actor=current_user,
    )
    flash(_("Tempat duduk diisi baris demi baris."), "success")
    return redirect(url_for("ceremony.seats", edition_id=edition.id))


def _seated(edition: Edition) -> list[Guest]:
    """Each guest once, however often honoured."""
    found: dict[str, Guest] = {}
    for guest in plan(edition).guests:
        found.setdefault(guest.subject, guest)
    return list(found.values())


def _rows() -> RowsForm:
    return RowsForm(data={"per_row": PER_ROW, "kinds": [Kind.WINNER, Kind.FINALIST, Kind.JUDGE]})


def _seats(edition: Edition, guests: list[Guest], form: SeatsForm, rows: RowsForm) -> str:
    return render_template(
        "ceremony/seats.html", edition=edition, guests=guests, form=form, rows=rows, words=words
    )
