"""The agency's pages of an entry: list, opening, task list, particulars, check your answers."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from award.competitions.models import Edition
from award.competitions.queries import current_edition
from award.core.access import requires, why_not
from award.core.db import db
from award.core.problems import Invalid, Refused, Stale
from award.entries import deadline, eligibility, queries, words
from award.entries.actions import writing
from award.entries.completeness import gaps
from award.entries.forms import EntryForm, OpenForm
from award.entries.models import Entry
from award.innovations.models import Innovation
from award.innovations.queries import innovation_for

entry_pages = Blueprint("entries", __name__, url_prefix="/pd/usulan")


@entry_pages.get("/")
@requires("entry:list")
def index() -> Any:
    """The entries of one's own agency."""
    found = queries.entries_of(current_user)
    return render_template(
        "entries/index.html",
        entries=found,
        contents=queries.contents(found),
        words=words,
        due=deadline.due,
    )


@entry_pages.route("/baru/<int:innovation_id>", methods=["GET", "POST"])
@requires("innovation:change", innovation_for)
def open_entry(innovation: Innovation) -> Any:
    """Choose category and group, and begin."""
    edition = current_edition()
    if edition is None:
        return render_template("entries/no_edition.html", innovation=innovation)
    if (begun := queries.entry_of(innovation, edition)) is not None:
        return redirect(url_for("entries.show", entry_id=begun.id))
    form = OpenForm(group=edition.groups[0].key)
    form.offer(edition)
    if form.validate_on_submit():
        entry = writing.open_entry(
            innovation=innovation,
            edition=edition,
            category=form.category_of(edition),
            group=form.group.data,
            actor=current_user,
        )
        return redirect(url_for("entries.show", entry_id=entry.id))
    return _opening(form, innovation, edition)


def _opening(form: OpenForm, innovation: Innovation, edition: Edition) -> Any:
    page = render_template(
        "entries/open.html",
        form=form,
        innovation=innovation,
        edition=edition,
        reason=why_not("entry:open", (innovation, edition)),
        due=deadline.registration_ends(edition),
    )
    return page, 422 if request.method == "POST" else 200


@entry_pages.get("/<int:entry_id>")
@requires("entry:read", queries.entry_for)
def show(entry: Entry) -> Any:
    """The task list."""
    found = queries.findings(entry)
    return render_template(
        "entries/show.html",
        entry=entry,
        shown=queries.content(entry, writers=True),
        findings=found,
        ready=eligibility.nationally_ready(found),
        words=words,
        due=deadline.due(entry),
    )


@entry_pages.get("/<int:entry_id>/periksa")
@requires("entry:read", queries.entry_for)
def check(entry: Entry) -> Any:
    """Check your answers: the whole entry, and what is missing."""
    shown, found = queries.content(entry, writers=True), queries.findings(entry)
    return render_template(
        "entries/check.html",
        entry=entry,
        shown=shown,
        findings=found,
        gaps=gaps(shown, found),
        words=words,
        due=deadline.due(entry),
    )


@entry_pages.route("/<int:entry_id>/data", methods=["GET", "POST"])
@requires("entry:read", queries.entry_for)
def particulars(entry: Entry) -> Any:
    """Title, category, group and declarations."""
    form = EntryForm(obj=entry)
    form.offer(entry.edition)
    if request.method == "GET":
        form.show(entry)
    if form.validate_on_submit():
        try:
            _change(entry, form)
        except Invalid as problem:
            form.refuse(problem.fields)
        except Stale:
            return _newer(form, entry)
        except Refused:
            return _particulars(form, entry, 403)
        else:
            flash(_("Data usulan tersimpan."), "success")
            return redirect(url_for("entries.show", entry_id=entry.id))
    return _particulars(form, entry, 422 if request.method == "POST" else 200)


def _change(entry: Entry, form: EntryForm) -> None:
    writing.change_entry(
        entry=entry,
        title=form.title.data or "",
        category=form.category_of(entry.edition),
        group=form.group.data,
        declarations=form.declarations.data or [],
        version=form.version.data or 0,
        actor=current_user,
    )


def _newer(form: EntryForm, entry: Entry) -> Any:
    """Keep what was typed; saving again, now knowingly, replaces what the other person saved."""
    db.session.refresh(entry)
    form.version.data, form.version.raw_data = entry.version, None
    return _particulars(form, entry, 409)


def _particulars(form: EntryForm, entry: Entry, status: int) -> Any:
    page = render_template(
        "entries/particulars.html",
        form=form,
        entry=entry,
        newer=status == 409,
        refused=status == 403,
        reason=why_not("entry:write", entry),
    )
    return page, status
