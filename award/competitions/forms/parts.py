"""The form of each part of an edition."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import FieldList, Form, FormField
from wtforms.form import BaseForm

from award.competitions import blueprint as bp
from award.competitions.forms.fields import two
from award.competitions.forms.part import PartForm
from award.competitions.forms.rows import (
    CategoryRow,
    ChoiceRow,
    ClassRow,
    CriterionRow,
    DocumentRow,
    EligibilityRow,
    PhaseRow,
    ReasonRow,
    RoundRow,
    ScoredRoundRow,
    SectionRow,
    SettingsRecord,
    TieRow,
    rows,
)
from award.competitions.parts import ROUNDS, RUBRIC, Part
from award.core.choices import options
from award.core.language import local

LARGEST_SCALE = 20
"""Levels beyond this are not spelt out on a page: nobody could tell them apart."""


class IdentityForm(PartForm):
    """Name, theme and statements."""

    name = two(_l("Nama kompetisi"))
    theme = two(_l("Tema"))
    description = two(_l("Uraian singkat"), area=True)
    integrity = two(
        _l("Pernyataan integritas"),
        area=True,
        description=_l("Disetujui kepala perangkat daerah saat mengirim usulan."),
    )
    code_of_conduct = two(
        _l("Kode etik juri"), area=True, description=_l("Disetujui juri sebelum menilai.")
    )


class CalendarForm(PartForm):
    """The phases."""

    calendar = rows(PhaseRow, _l("Jadwal"))


class CategoriesForm(PartForm):
    """The categories."""

    categories = rows(CategoryRow, _l("Kategori usulan"))


class EntrantsForm(PartForm):
    """Groups, classes and declarations."""

    groups = rows(ChoiceRow, _l("Kelompok usulan"))
    classes = rows(ClassRow, _l("Kelas peserta"))
    declarations = rows(ChoiceRow, _l("Pernyataan yang dicentang"))


class SectionsForm(PartForm):
    """The proposal form."""

    form = rows(SectionRow, _l("Bagian formulir"))


class DocumentsForm(PartForm):
    """The documents of an entry."""

    documents = rows(DocumentRow, _l("Dokumen"))


class RoundsForm(PartForm):
    """The rounds."""

    rounds = rows(RoundRow, _l("Tahap penilaian"))


class ScoredRoundsForm(PartForm):
    """The rounds once marks rest on them."""

    rounds = rows(ScoredRoundRow, _l("Tahap penilaian"))


class ReasonsForm(PartForm):
    """The coded reasons."""

    reasons = rows(ReasonRow, _l("Alasan penolakan"))


class EligibilityForm(PartForm):
    """The rules of eligibility."""

    eligibility = rows(EligibilityRow, _l("Syarat"))

    def offer(self, rows: FieldList) -> None:
        """The groups of the edition."""
        groups = [(each.key, local(each.name)) for each in self.blueprint.groups]
        for entry in rows.entries:
            choose(entry.form, "group", [("", _l("Semua kelompok")), *groups])


class TiesForm(PartForm):
    """The tie rules, in order."""

    tie_rules = rows(TieRow, _l("Aturan"))

    def offer(self, rows: FieldList) -> None:
        """The scoring rounds, their criteria and the plenary."""
        options: list[tuple[str, object]] = [("", _l("Pilih pembanding"))]
        for each in self.blueprint.rounds:
            title = local(each.name)
            if each.kind == "scoring":
                options.append((f"round:{each.key}", _l("Tahap: %(name)s", name=title)))
            options += [
                (f"criterion:{c.key}", _l("Kriteria: %(name)s", name=local(c.name)))
                for c in each.criteria
            ]
        options.append(("plenary", _l("Sidang pleno")))
        for entry in rows.entries:
            choose(entry.form, "key", options)


class SettingsForm(PartForm):
    """The settings."""

    settings = FormField(SettingsRecord, label=_l("Pengaturan"))


class RubricForm(PartForm):
    """The rubric of one round; every criterion shows each level of the round's scale."""

    criteria = rows(CriterionRow, _l("Kriteria"))

    def __init__(
        self, blueprint: bp.Blueprint, version: int, *, growing: bool, round_key: str
    ) -> None:
        self.round = next(each for each in blueprint.rounds if each.key == round_key)
        super().__init__(blueprint, version, growing=growing, place=f"rounds[{round_key}].")

    def kept(self) -> dict[str, Any]:
        """The round's criteria, each with every level of the scale."""
        shown = [
            {**vars(each), "levels": self._levels(each.levels)} for each in self.round.criteria
        ]
        return {"criteria": shown}

    def blank(self, name: str) -> dict[str, Any]:
        """The labels of the first criterion, ready to be kept."""
        first = self.round.criteria[0].levels if self.round.criteria else ()
        return {"levels": [{**each, "text": {}} for each in self._levels(first)]}

    def holder(self, document: dict[str, Any]) -> dict[str, Any]:
        """The round."""
        found: dict[str, Any] = document["rounds"][self.blueprint.rounds.index(self.round)]
        return found

    def offer(self, rows: FieldList) -> None:
        """The sections of the proposal form."""
        sections = [(each.key, local(each.title)) for each in self.blueprint.form]
        for entry in rows.entries:
            choose(entry.form, "section", [("", _l("Seluruh usulan")), *sections])

    def _levels(self, levels: Sequence[bp.Level]) -> list[dict[str, Any]]:
        known = {level.value: vars(level) for level in levels}
        scale = range(self.round.scale_min, min(self.round.scale_max, LARGEST_SCALE) + 1)
        return [known.get(n, {"value": n, "label": {}, "text": {}}) for n in scale]


def choose(row: Form | BaseForm, name: str, offered: list[tuple[str, object]]) -> None:
    """Offer the options, and whatever is chosen already even when it is gone meanwhile."""
    field = row[name]
    chosen = field.data or ""
    if chosen not in dict(offered):
        offered = [*offered, (chosen, _l("%(key)s (tidak ada lagi)", key=chosen))]
    field.choices = options(offered)


FORMS: dict[str, type[PartForm]] = {
    "identitas": IdentityForm,
    "jadwal": CalendarForm,
    "kategori": CategoriesForm,
    "peserta": EntrantsForm,
    "formulir": SectionsForm,
    "dokumen": DocumentsForm,
    "tahap": RoundsForm,
    "alasan": ReasonsForm,
    "kelayakan": EligibilityForm,
    "seri": TiesForm,
    "pengaturan": SettingsForm,
}


def form_of(
    part: Part, blueprint: bp.Blueprint, version: int, *, locked: bool, round_key: str = ""
) -> PartForm:
    """The form of a part; once the edition is locked, what marks rest on no longer grows."""
    scored = locked and (part.scored or part is ROUNDS)
    if part is RUBRIC:
        return RubricForm(blueprint, version, growing=not scored, round_key=round_key)
    kind = ScoredRoundsForm if scored and part is ROUNDS else FORMS[part.key]
    return kind(blueprint, version, growing=not scored)
