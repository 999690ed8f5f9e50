"""What an organiser ticks off before the ceremony: counted where it can be, asked otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_ngettext

from award.certificates.ceremony.plan import Plan, Prints
from award.certificates.states import SignatureMode
from award.certificates.words import KINDS

UNKNOWN = _l("belum diisi")


@dataclass(frozen=True)
class Check:
    """Something to have ready. ``done`` is unknown where only people can tell."""

    sentence: object
    done: bool | None = None


def groups(plan: Plan) -> dict[object, list[Check]]:
    """Everything by group, in the order in which it is done."""
    return {
        _l("Cetakan"): list(_prints(plan)),
        _l("Tanda tangan dan bingkai"): list(_hands(plan)),
        _l("Acara"): list(_room(plan)),
    }


def _prints(plan: Plan) -> Iterator[Check]:
    for each in plan.prints:
        yield Check(_of(each), each.ready == each.count)
        if each.spare:
            yield Check(
                lazy_ngettext(
                    "%(num)s lembar cadangan kertas %(paper)s untuk piagam %(kind)s.",
                    "%(num)s lembar cadangan kertas %(paper)s untuk piagam %(kind)s.",
                    each.spare,
                    paper=each.paper.upper(),
                    kind=str(KINDS[each.kind]).lower(),
                ),
            )
    without = sum(not guest.number for guest in plan.guests)
    if without:
        yield Check(
            lazy_ngettext(
                "%(num)s penerima belum memiliki piagam.",
                "%(num)s penerima belum memiliki piagam.",
                without,
            ),
            False,
        )
    yield Check(_l("Uji cetak satu lembar pada kertas yang dipakai, dalam ukuran sebenarnya."))
    yield Check(
        _l("Pengambil cetakan: %(name)s.", name=plan.collector or UNKNOWN), bool(plan.collector)
    )


def _of(prints: Prints) -> object:
    return lazy_ngettext(
        "%(num)s piagam %(kind)s pada kertas %(paper)s (%(ready)s PDF siap).",
        "%(num)s piagam %(kind)s pada kertas %(paper)s (%(ready)s PDF siap).",
        prints.count,
        kind=str(KINDS[prints.kind]).lower(),
        paper=prints.paper.upper(),
        ready=prints.ready,
    )


def _hands(plan: Plan) -> Iterator[Check]:
    for signer, count in _signed_by_hand(plan).items():
        yield Check(
            lazy_ngettext(
                "%(num)s lembar ditandatangani oleh %(signer)s.",
                "%(num)s lembar ditandatangani oleh %(signer)s.",
                count,
                signer=signer,
            ),
        )
    if _signed_by_hand(plan):
        yield Check(_l("Cap dinas mengenai bagian kiri tanda tangan; tinta ungu siap."))
    if any(each.signing.electronic for each in plan.prints):
        yield Check(
            _l("Piagam bertanda tangan elektronik dikirim sebagai PDF; cetakannya hanya salinan."),
        )
    sheets = sum(each.count for each in plan.prints)
    yield Check(lazy_ngettext("%(num)s bingkai atau map.", "%(num)s bingkai atau map.", sheets))
    yield Check(_l("Label ditempel di belakang bingkai atau pada amplop, urut tempat duduk."))


def _signed_by_hand(plan: Plan) -> dict[str, int]:
    found: dict[str, int] = {}
    for each in plan.prints:
        if each.signing == SignatureMode.WET:
            found[each.signer] = found.get(each.signer, 0) + each.count
    return found


def _room(plan: Plan) -> Iterator[Check]:
    when = ", ".join(filter(None, (plan.day, plan.hour, plan.venue))) or UNKNOWN
    known = bool(plan.day and plan.venue)
    yield Check(_l("Waktu dan tempat: %(when)s.", when=when), known)
    yield Check(_l("Yang menyerahkan: %(name)s.", name=plan.giver or UNKNOWN), bool(plan.giver))
    seated = sum(bool(guest.seat) for guest in plan.guests)
    yield Check(
        _l(
            "Tempat duduk: %(seated)s dari %(guests)s penerima.",
            seated=seated,
            guests=len(plan.guests),
        ),
        bool(plan.guests) and seated == len(plan.guests),
    )
    yield Check(_l("Naskah MC dibaca bersama pembawa acara; nama dan judul diucapkan benar."))
    yield Check(_l("Slide dicoba pada layar di tempat acara."))
