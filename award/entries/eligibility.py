"""Whether an innovation may take part, and whether it is ready for the national competition.

Pure: facts and an edition's rules in, findings out. Local rules decide about sending; national
ones are advice. Source of the rules: the edition's blueprint (domain: KIPP and PP 38/2017).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l

from award.competitions.blueprint import EligibilityRule
from award.core.clock import months_between

TOP_PLACES = 3
"""Juara I to III count as having won."""


@dataclass(frozen=True)
class Facts:
    """What the rules need to know about an entry."""

    group: str
    started_on: date | None
    closes_on: date
    applied: bool
    sent_by_agency: int
    """Other entries of the agency in this edition that count against its quota."""
    title_taken: bool
    origin: str
    undeclared: int
    """Declarations of the edition that are not ticked."""
    earlier_years: tuple[int, ...] = ()
    """Years of the editions before this one, the latest first."""
    earlier_places: tuple[tuple[int, int], ...] = ()
    """Year and place of what the innovation won before."""


@dataclass(frozen=True)
class Finding:
    """What a rule says; ``fulfilled`` is ``None`` where nobody but the agency can know."""

    key: str
    scope: str
    fulfilled: bool | None
    sentence: object
    remedy: object = ""


Verdict = tuple[bool | None, object, object]


def check(facts: Facts, rules: Collection[EligibilityRule]) -> list[Finding]:
    """One finding for every enabled rule that concerns the entry's group."""
    return list(_findings(facts, rules))


def blocking(findings: Sequence[Finding]) -> list[Finding]:
    """The local rules that are not fulfilled: with these an entry cannot be sent."""
    return [each for each in findings if each.scope == "local" and each.fulfilled is False]


def nationally_ready(findings: Sequence[Finding]) -> bool:
    """Whether no national rule is known to be broken."""
    return all(each.fulfilled is not False for each in findings if each.scope == "national")


def _findings(facts: Facts, rules: Collection[EligibilityRule]) -> Iterator[Finding]:
    for rule in rules:
        judge = _JUDGES.get(rule.key)
        if judge is None or not rule.enabled or rule.group not in (None, facts.group):
            continue
        fulfilled, sentence, remedy = judge(facts, rule.value or 0)
        yield Finding(rule.key, rule.scope, fulfilled, sentence, "" if fulfilled else remedy)


def _age(facts: Facts, months: int) -> Verdict:
    if facts.started_on is None:
        return (
            False,
            _l("Tanggal mulai penerapan belum diisi."),
            _l("Isi tanggal mulai pada data inovasi."),
        )
    age = months_between(facts.started_on, facts.closes_on)
    if age >= months:
        return True, _l("Sudah diterapkan sedikitnya %(months)s bulan.", months=months), ""
    return (
        False,
        _l(
            "Pada penutupan pendaftaran inovasi baru diterapkan %(age)s bulan; "
            "syaratnya %(months)s bulan.",
            age=max(age, 0),
            months=months,
        ),
        _l("Periksa tanggal mulai pada data inovasi, atau ajukan pada edisi berikutnya."),
    )


def _quota(facts: Facts, quota: int) -> Verdict:
    if facts.sent_by_agency < quota:
        return True, _l("Kuota %(quota)s usulan belum terlampaui.", quota=quota), ""
    return (
        False,
        _l(
            "Perangkat daerah Anda sudah mengajukan %(sent)s usulan; kuotanya %(quota)s.",
            sent=facts.sent_by_agency,
            quota=quota,
        ),
        _l("Pilih usulan terbaik, atau tarik usulan lain lebih dahulu."),
    )


def _applied(facts: Facts, _value: int) -> Verdict:
    if facts.applied:
        return True, _l("Inovasi sudah pada tahap penerapan."), ""
    return (
        False,
        _l("Inovasi belum pada tahap penerapan."),
        _l("Ubah tahap pada data inovasi bila layanan sudah berjalan."),
    )


def _title(facts: Facts, _value: int) -> Verdict:
    if not facts.title_taken:
        return True, _l("Judul belum dipakai usulan lain."), ""
    return (
        False,
        _l("Judul yang sama sudah dipakai usulan lain perangkat daerah Anda pada edisi ini."),
        _l("Ganti judul, atau pilih salah satu usulan."),
    )


def _winner(facts: Facts, editions: int) -> Verdict:
    recent = facts.earlier_years[:editions]
    won = [year for year, place in facts.earlier_places if place <= TOP_PLACES and year in recent]
    if not won:
        return (
            True,
            _l("Bukan Juara I–III pada %(editions)s edisi terakhir.", editions=editions),
            "",
        )
    return (
        False,
        _l("Inovasi ini meraih Juara I–III pada edisi %(year)s.", year=max(won)),
        _l("Ajukan melalui kelompok Khusus."),
    )


def _origin(facts: Facts, _value: int) -> Verdict:
    if facts.origin.strip():
        return True, _l("Inovasi asal dan pemiliknya disebutkan."), ""
    return (
        False,
        _l("Inovasi asal yang direplikasi belum disebutkan."),
        _l("Isi inovasi asal dan pemiliknya pada data inovasi."),
    )


def _declared(facts: Facts, _value: int) -> Verdict:
    if not facts.undeclared:
        return True, _l("Semua pernyataan kriteria sudah dicentang."), ""
    return (
        False,
        _l("%(count)s pernyataan kriteria belum dicentang.", count=facts.undeclared),
        _l("Baca dan centang setiap pernyataan yang sesuai."),
    )


def _never_top(_facts: Facts, _value: int) -> Verdict:
    return (
        None,
        _l("Belum pernah meraih peringkat Top pada kompetisi nasional."),
        _l("Periksa riwayat inovasi Anda: sistem ini tidak mencatat hasil nasional."),
    )


def _origin_top(_facts: Facts, _value: int) -> Verdict:
    return (
        None,
        _l("Inovasi asal termasuk Top 99 nasional."),
        _l("Periksa riwayat inovasi asal: sistem ini tidak mencatat hasil nasional."),
    )


# "minimal_inovasi" is the agency's duty, not a condition of one entry: the participation board.
_JUDGES: dict[str, Callable[[Facts, int], Verdict]] = {
    "umur_penerapan": _age,
    "kuota": _quota,
    "tahap_penerapan": _applied,
    "judul_unik": _title,
    "pernah_juara": _winner,
    "asal_replikasi": _origin,
    "lima_kriteria": _declared,
    "pernah_top": _never_top,
    "asal_top_99": _origin_top,
}
