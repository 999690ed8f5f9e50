"""The form of any part of an edition: its rows in, the whole blueprint as it would become out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import Field, FieldList, FormField, HiddenField, StringField

from award.competitions import blueprint as bp
from award.competitions.blueprint_document import Fault
from award.competitions.blueprint_faults import faults
from award.competitions.forms import reading
from award.competitions.forms.fields import tidy, within
from award.competitions.forms.rows import (
    OWN,
)
from award.core.forms import Form
from award.core.problems import Invalid, Problem

ABOUT_PAGE = ("csrf_token", "version", "reason")


class PartForm(Form):
    """A part of an edition; its fields are called like the blueprint's.

    ``result`` is the whole blueprint with this part changed, once the form is valid. Faults of a
    single field make it invalid; faults of sums, of other parts and of translations do not: the
    edition may be prepared in any order, and opens only without faults.
    """

    version = HiddenField()
    reason = StringField(
        _l("Alasan perubahan"),
        [within(300)],
        filters=[tidy],
        description=_l("Disimpan bersama versi baru edisi ini."),
    )

    def __init__(
        self, blueprint: bp.Blueprint, version: int, *, growing: bool = True, place: str = ""
    ) -> None:
        """``growing`` says whether rows may be added, moved and removed."""
        self.blueprint, self.growing, self.place = blueprint, growing, place
        self.result = blueprint
        new = request.method != "POST"
        super().__init__(data={"version": version, **self.kept()} if new else None)
        for each in self.lists():
            if new:
                self._number(each)
            self.offer(each)

    def kept(self) -> dict[str, Any]:
        """What is edited, as it stands."""
        return vars(self.blueprint)

    def blank(self, name: str) -> dict[str, Any]:
        """What the empty row of a list already holds."""
        return {}

    def offer(self, rows: FieldList) -> None:
        """Set the choices that depend on the edition."""

    def edited(self) -> list[Field]:
        """The fields that belong to the edition."""
        return [field for field in self if field.short_name not in ABOUT_PAGE]

    def lists(self) -> list[FieldList]:
        """The lists of rows."""
        return [field for field in self.edited() if isinstance(field, FieldList)]

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Read every field, then look at the edition as it would become."""
        shown = {each: each.entries for each in self.lists()}
        for each, entries in shown.items():
            each.entries = [entry for entry in entries if self._is_kept(each, entry)]
        try:
            return super().validate(extra_validators) and self._makes_sense()
        finally:
            for each, entries in shown.items():
                each.entries = entries

    def tell(self, problem: Problem) -> None:
        """Show why it could not be saved: at the fields where that is, and at the top."""
        self.form_errors.append(problem.sentence)
        if isinstance(problem, Invalid):
            for place, sentence in problem.fields.items():
                if not self._show(place, sentence):
                    self.form_errors.append(sentence)

    def mistakes(self) -> Iterator[tuple[Field, str, object]]:
        """Every field with an error, how one gets there, and the sentence."""
        for field, way in reading.trail(self):
            for sentence in field.errors:
                yield field, way, sentence

    def _number(self, each: FieldList) -> None:
        for n, entry in enumerate(each.entries, 1):
            entry.form["position"].data = n
        if self.growing:
            each.append_entry(self.blank(each.short_name))

    def _is_kept(self, each: FieldList, entry: FormField) -> bool:
        if entry.form["remove"].data:
            return False
        pristine = type(entry.form)(data=self.blank(each.short_name))
        return not reading.is_blank(entry.form, pristine)

    def _makes_sense(self) -> bool:
        try:
            self.result = self._changed()
        except bp.BadBlueprint as bad:
            found: Sequence[Fault] = bad.faults
        else:
            found = faults(self.result)
        wrong = [each for each in found if not each.where.endswith((".id", ".en"))]
        return not [each for each in wrong if self._show(each.where, each.message)]

    def _changed(self) -> bp.Blueprint:
        document = bp.to_document(self.blueprint)
        holder = self.holder(document)
        for field in self.edited():
            was = holder[field.short_name]
            is_list = isinstance(field, FieldList)
            holder[field.short_name] = self._rows(field, was) if is_list else {**was, **field.data}
        return bp.parse(document)

    def holder(self, document: dict[str, Any]) -> dict[str, Any]:
        """The piece of the document whose fields are edited."""
        return document

    def _rows(self, field: FieldList, was: list[dict[str, Any]]) -> list[dict[str, Any]]:
        entries = reading.in_order(field.entries)
        reading.give_keys(entries)
        known = {row["key"]: row for row in was}
        typed = [
            {name: value for name, value in entry.form.data.items() if name not in OWN}
            for entry in entries
        ]
        return [{**known.get(row["key"], {}), **row} for row in typed]

    def _show(self, place: str, sentence: object) -> bool:
        inside = place.startswith(self.place)
        field = reading.find(self, place.removeprefix(self.place)) if inside else None
        field = field or self._fields.get(place if place in ABOUT_PAGE else "")
        if field is not None:
            field.errors = [*field.errors, sentence]
        return field is not None
