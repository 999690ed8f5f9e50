"""What an assignment lacks, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from award.judging.matching.terms import Infeasible, Relaxation, Remedy, Rule, Shortage

NAMED = 8
"""Names in one sentence; the others are counted."""

Name = Callable[[str], str]


def clashes(answer: Infeasible, entry: Name = str, judge: Name = str) -> list[str]:
    """Who clashes and by which rule. ``entry`` and ``judge`` make names of keys."""
    return [line for it in answer.shortages for line in _shortage(it, entry, judge)]


def remedies(answer: Infeasible, entry: Name = str, judge: Name = str) -> list[str]:
    """What would help, the smallest change first."""
    return [_remedy(relaxation, entry, judge) for relaxation in answer.relaxations]


def _shortage(shortage: Shortage, entry: Name, judge: Name) -> Iterator[str]:
    yield _(
        "%(entries)s memerlukan %(needed)s lembar nilai, tetapi hanya %(room)s yang dapat dibagi.",
        entries=_listed(map(entry, shortage.entries)),
        needed=shortage.needed,
        room=shortage.room,
    )
    if shortage.judges:
        full = _listed(map(judge, shortage.judges))
        yield _("Juri yang boleh menilainya sudah penuh: %(judges)s.", judges=full)
    else:
        yield _("Tidak ada juri lain yang boleh menilainya.")
    if shortage.external_only:
        inside = _listed(map(entry, shortage.external_only))
        yield _("Hanya juri eksternal yang masih dapat ditambahkan: %(entries)s.", entries=inside)
    for rule in Rule:
        barred: dict[str, list[str]] = {}
        for pair in shortage.barred:
            if pair.rule is rule:
                barred.setdefault(pair.judge, []).append(entry(pair.entry))
        for key, entries in barred.items():
            yield str(_BARRED[rule]) % {"judge": judge(key), "entries": _listed(entries)}


_BARRED = {
    Rule.OWN_AGENCY: _l("%(judge)s tidak menilai %(entries)s: perangkat daerahnya sendiri."),
    Rule.ORGANISER: _l(
        "%(judge)s tidak menilai %(entries)s: inovasi milik penyelenggara hanya dinilai juri"
        " eksternal."
    ),
    Rule.CONFLICT: _l("%(judge)s tidak menilai %(entries)s: ada benturan kepentingan."),
}


def _remedy(relaxation: Relaxation, entry: Name, judge: Name) -> str:
    match relaxation.remedy:
        case Remedy.RAISE_CAPS:
            raised = [f"{judge(key)} +{more}" for key, more in relaxation.caps.items()]
            sentence = _("Naikkan batas beban juri: %(caps)s.", caps=_listed(raised))
        case Remedy.LIFT_CONFLICTS:
            pairs = _listed(f"{judge(j)} – {entry(e)}" for e, j in relaxation.pairs)
            sentence = _("Tinjau kembali benturan kepentingan: %(pairs)s.", pairs=pairs)
        case Remedy.ADD_EXTERNALS:
            sentence = ngettext(
                "Tambahkan %(num)s juri eksternal tanpa benturan kepentingan"
                " untuk %(cap)s lembar nilai.",
                "Tambahkan %(num)s juri eksternal tanpa benturan kepentingan,"
                " masing-masing untuk paling banyak %(cap)s lembar nilai.",
                relaxation.judges,
                cap=relaxation.cap,
            )
    return str(sentence)


def _listed(names: Iterable[str]) -> str:
    every = list(names)
    named = ", ".join(every[:NAMED])
    more = len(every) - NAMED
    return str(_("%(names)s dan %(more)s lainnya", names=named, more=more)) if more > 0 else named
