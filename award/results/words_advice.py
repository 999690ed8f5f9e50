"""What the advice comes to, in sentences a busy reader understands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from flask_babel import gettext, ngettext

from award.core.language import number
from award.results.advice import NOTABLE, Advice, Firmness, JudgeAdvice
from award.results.queries.placing import CategoryStandings

FIRM, FAIR = 0.9, 0.6
"""From which probability a line is called firm, or fairly firm."""


def _(text: str, **facts: object) -> str:
    return str(gettext(text, **facts))


def points(value: float | None, *, signed: bool = False) -> str:
    """``6,2``; a difference with its sign."""
    if value is None:
        return number(None)
    told = number(abs(round(value, 1)), 1)
    if not signed or not round(value, 1):
        return told
    return f"{'+' if value > 0 else '−'}{told}"


def of_hundred(share: float | None) -> str:
    """A probability as a count of a hundred."""
    return number(None) if share is None else _("%(count)s dari 100", count=round(100 * share))


def severity_sentence(advice: Advice, names: Mapping[int, str]) -> str:
    """Who is strict and who is lenient, where the difference is worth a word."""
    known = [one for one in advice.judges if one.severity is not None]
    if not known or advice.variance is None:
        return _("Data belum cukup untuk membedakan juri yang ketat dari usulan yang lemah.")
    strict = max(known, key=_severity)
    lenient = min(known, key=_severity)
    told = list(_extremes(strict, lenient, names))
    if told:
        return " ".join(told)
    if not advice.variance.judge:
        return _("Tidak tampak perbedaan keketatan antarjuri di luar kebetulan.")
    widest = max(abs(_severity(strict)), abs(_severity(lenient)))
    return _(
        "Keketatan para juri hampir sama: paling jauh %(points)s poin dari juri lain.",
        points=points(widest),
    )


def _severity(one: JudgeAdvice) -> float:
    return one.severity or 0.0


def _extremes(strict: JudgeAdvice, lenient: JudgeAdvice, names: Mapping[int, str]) -> Iterator[str]:
    if _severity(strict) >= NOTABLE:
        yield _(
            "%(judge)s paling ketat: %(points)s poin lebih rendah daripada juri lain "
            "untuk usulan yang sama.",
            judge=names.get(strict.judge_id, ""),
            points=points(_severity(strict)),
        )
    if -_severity(lenient) >= NOTABLE:
        yield _(
            "%(judge)s paling longgar: %(points)s poin lebih tinggi daripada juri lain "
            "untuk usulan yang sama.",
            judge=names.get(lenient.judge_id, ""),
            points=points(_severity(lenient)),
        )


def effect_sentence(advice: Advice, lists: Sequence[CategoryStandings], places: int | None) -> str:
    """What levelling the judges would change: at the cut line, else at the first place."""
    if advice.variance is None:
        return ""
    line = places or 1
    inside = [
        one for each in lists for one in each.standings if one.rank is not None and one.rank <= line
    ]
    same = sum((advice.of(one.entry_id).rank or line + 1) <= line for one in inside)
    if places is None:
        return _(
            "Bila keketatan disetarakan, %(same)s dari %(all)s peringkat pertama tetap sama.",
            same=same,
            all=len(inside),
        )
    return _(
        "Bila keketatan disetarakan, %(same)s dari %(all)s usulan di atas garis batas tetap di "
        "atas garis.",
        same=same,
        all=len(inside),
    )


def firmness_sentence(line: Firmness) -> str:
    """How firmly the line of a category stands."""
    count = len(line.inside)
    if line.margin is None:
        return _("Tidak ada usulan di bawah garis, jadi tidak ada yang dapat tergeser.")
    if line.stays is None:
        return _(
            "Data belum cukup untuk menghitung peluang. Selisih di garis %(margin)s poin.",
            margin=number(line.margin, 2),
        )
    facts = {
        "who": _("Peringkat pertama")
        if count == 1
        else _("Susunan %(count)s teratas", count=count),
        "share": of_hundred(line.stays),
        "margin": number(line.margin, 2),
    }
    if line.stays >= FIRM:
        return _(
            "%(who)s teguh: juri lain yang setara akan memilih usulan yang sama "
            "dalam %(share)s kali. Selisih di garis %(margin)s poin.",
            **facts,
        )
    if line.stays >= FAIR:
        return _(
            "%(who)s cukup teguh: juri lain yang setara akan memilih usulan yang "
            "sama dalam %(share)s kali. Selisih di garis %(margin)s poin.",
            **facts,
        )
    return _(
        "%(who)s tipis: juri lain yang setara akan memilih usulan yang sama "
        "hanya dalam %(share)s kali. Selisih di garis %(margin)s poin.",
        **facts,
    )


def sway_sentences(
    line: Firmness, names: Mapping[int, str] | None, weights: Mapping[str, str]
) -> Iterator[str]:
    """Whether one judge or five points of weight decide who is above the line.

    Without ``names`` judges are counted, not named.
    """
    if line.decisive and names is not None:
        # A degree after a name ends in a full stop of its own.
        listed = ", ".join(names.get(one, "") for one in line.decisive).rstrip(".")
        yield _("Tanpa satu juri ini, ada usulan yang berpindah sisi: %(judges)s.", judges=listed)
    elif line.decisive:
        yield ngettext(
            "Ada %(num)s juri yang ketidakhadirannya membuat usulan berpindah sisi.",
            "Ada %(num)s juri yang ketidakhadirannya membuat usulan berpindah sisi.",
            len(line.decisive),
        )
    else:
        yield _("Tanpa juri mana pun, tidak ada usulan yang berpindah sisi.")
    if line.swayed:
        listed = ", ".join(weights.get(one, one) for one in line.swayed)
        yield _("Menggeser satu bobot 5 poin mengubah susunan pada: %(weights)s.", weights=listed)
    else:
        yield _("Menggeser bobot mana pun 5 poin tidak mengubah susunan.")


def judge_sentence(one: JudgeAdvice) -> str:
    """A judge's severity, spoken to that judge."""
    if one.severity is None:
        return _("Data belum cukup untuk membandingkan keketatan Anda dengan juri lain.")
    if one.severity >= NOTABLE:
        return _(
            "Anda menilai lebih ketat: %(points)s poin di bawah juri lain untuk usulan yang sama.",
            points=points(one.severity),
        )
    if one.severity <= -NOTABLE:
        return _(
            "Anda menilai lebih longgar: %(points)s poin di atas juri lain untuk usulan yang sama.",
            points=points(one.severity),
        )
    return _("Keketatan Anda sejalan dengan juri lain.")


def consistency_sentence(one: JudgeAdvice) -> str:
    """Whether a judge orders entries as the others do."""
    if one.consistency is None:
        return _(
            "Urutan usulan tidak dapat dibandingkan: usulan yang dinilai bersama terlalu sedikit."
        )
    if one.consistency >= 0.7:
        return _("Urutan usulan serupa dengan urutan juri lain.")
    if one.consistency >= 0.3:
        return _("Urutan usulan agak berbeda dari urutan juri lain.")
    return _("Urutan usulan jauh berbeda dari urutan juri lain.")
