"""Sentences for what ``fairness`` found: one per criterion, one per remark."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from award.results.fairness.notes import Note, Remark, Verdict

VERDICTS = {
    Verdict.AGREE: _l("Para juri sepakat tentang %(about)s."),
    Verdict.ROUGHLY: _l("Para juri cukup sepakat tentang %(about)s; simpulkan dengan hati-hati."),
    Verdict.DISAGREE: _l(
        "Para juri berbeda pendapat tentang %(about)s: bicarakan sebelum tahap berikutnya."
    ),
    Verdict.UNKNOWN: _l("Kesepakatan tentang %(about)s tidak dapat dihitung."),
}

SHORT_VERDICTS = {
    Verdict.AGREE: _l("sepakat"),
    Verdict.ROUGHLY: _l("cukup sepakat"),
    Verdict.DISAGREE: _l("berbeda pendapat"),
    Verdict.UNKNOWN: _l("tidak dapat dihitung"),
}

NOTES = {
    Note.ALL_ALIKE: _l("Semua nilai sama, jadi tidak ada perbedaan yang dapat dihitung."),
    Note.DISCONNECTED: _l(
        "Usulan terbagi atas %(number)s kelompok tanpa juri bersama. Juri yang ketat tidak dapat "
        "dibedakan dari usulan yang lemah, jadi nilai antarkelompok tidak disesuaikan."
    ),
    Note.FEW_MARKS: _l("Data sedikit: angka ini hanya petunjuk lemah."),
    Note.INCOMPLETE_CROSS: _l(
        "ICC(2) dan ICC(3) serta W Kendall tidak dihitung: tidak semua juri menilai semua usulan."
    ),
    Note.NO_JUDGE_DIFFERENCE: _l(
        "Tidak tampak perbedaan keketatan antarjuri di luar kebetulan; nilai tidak disesuaikan."
    ),
    Note.NO_OVERLAP: _l("Tidak ada usulan yang dinilai lebih dari satu juri."),
    Note.THIN: _l(
        "Data terlalu sedikit untuk memisahkan keketatan juri dari mutu usulan; "
        "nilai tidak disesuaikan dan selangnya tidak dihitung."
    ),
    Note.UNEQUAL_JUDGES: _l("ICC(1) tidak dihitung: jumlah juri tiap usulan berbeda."),
    Note.UNFINISHED: _l("%(about)s tidak mendapat nilai: ada nilai juri yang belum diisi."),
}


def verdict_sentence(verdict: Verdict, about: str) -> str:
    """How far judges agree about a criterion or the total."""
    return str(VERDICTS[verdict]) % {"about": about}


def remark_sentence(remark: Remark) -> str:
    """What is missing or weak, and why; prefixed by what it is about unless the sentence says."""
    text = str(NOTES[remark.note])
    said = text % {"number": remark.number, "about": remark.about}
    return f"{remark.about}: {said}" if remark.about and said == text else said
