"""Who may put panels together, declare and lift conflicts, and sign the code of conduct.

An organiser who is bound to an entry has no hand in it: the loaders say so in ``barred``, and the
rules pass the reason on.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from award.core import clock
from award.core.access import rule
from award.judging.rules import may_assign
from award.judging.states import ConflictKind
from award.people.rules import is_a, only_organiser
from award.people.states import Role

if TYPE_CHECKING:
    from award.competitions.models import Edition, Round
    from award.entries.models import Entry
    from award.judging.models_wall import Conflict
    from award.judging.queries.panel import Chair, Place, Sitting
    from award.people.models import User


OWN_AGENCY = _l("Juri tidak boleh menilai usulan dari instansinya sendiri.")
FORMER_AGENCY = _l("Orang ini bekerja di instansi pengusul dalam 24 bulan terakhir.")
EXTERNAL_ONLY = _l("Usulan instansi penyelenggara hanya dinilai juri eksternal.")
KEPT_OUT = _l(
    "Anda memiliki benturan kepentingan dengan usulan ini. Panitia lain yang menanganinya."
)
BOUND = {
    ConflictKind.INVENTOR: _l("Orang ini ikut menciptakan atau memprakarsai inovasi tersebut."),
    ConflictKind.COACH: _l("Orang ini mendampingi penyusunan usulan tersebut."),
    ConflictKind.FAMILY: _l("Orang ini berkeluarga dengan pengusul."),
    ConflictKind.SUPERVISOR: _l("Orang ini membina atau mengawasi instansi pengusul."),
}
"""Why a hard conflict keeps someone from an entry."""


def wall_between(person: User, entry: Entry, declared: Collection[Conflict] = ()) -> object:
    """Why this person may not judge this entry: the agency, now or lately, or a hard conflict.

    ``declared`` is what the register holds of the person.
    """
    if person.wall_id == entry.wall_id:
        return OWN_AGENCY
    today = clock.today()
    if any(it.wall_id == entry.wall_id and it.bars_until >= today for it in person.former):
        return FORMER_AGENCY
    about = (it for it in declared if it.stands and it.hard and is_about(it, entry))
    return next((BOUND[it.kind] for it in about), None)


def is_about(conflict: Conflict, entry: Entry) -> bool:
    """Whether the conflict concerns the entry, itself or through its agency."""
    return conflict.entry_id == entry.id or conflict.wall_id == entry.wall_id


@rule("panel:edit")
def may_edit_panel(actor: Any, round_: Round) -> object:
    """Organisers put the panel together until the round closes."""
    return may_assign(actor, round_)


@rule("seat:edit")
def may_edit_seat(actor: Any, chair: Chair) -> object:
    """Whoever puts the panel together sets what each judge can take."""
    return may_assign(actor, chair.round)


@rule("place:see")
def may_see_place(actor: Any, place: Place) -> object:
    """Organisers see an entry's judges, unless they are bound to the entry."""
    return only_organiser(actor) or place.barred


@rule("place:fill")
def may_fill_place(actor: Any, place: Place) -> object:
    """Organisers give an entry its judges until the round closes, unless bound to the entry."""
    return may_assign(actor, place.round) or place.barred


@rule("assignment:end")
def may_end(actor: Any, sitting: Sitting) -> object:
    """Organisers take a sheet back until the round closes, unless bound to the entry."""
    return may_assign(actor, sitting.assignment.round) or sitting.barred


@rule("conflict:list")
def may_list_conflicts(actor: Any, _edition: Edition | None) -> object:
    """Organisers read the register of conflicts."""
    return only_organiser(actor)


@rule("conflict:own")
def may_list_own(actor: Any, _target: None) -> object:
    """Judges read and declare what binds them."""
    return None if is_a(actor, Role.JUDGE) else _l("Halaman ini untuk juri.")


@rule("conflict:declare")
def may_declare(actor: Any, person: User) -> object:
    """Judges and organisers declare their own conflicts; organisers record those of others."""
    if is_a(actor, Role.ORGANISER) or (is_a(actor, Role.JUDGE) and actor.id == person.id):
        return None
    return _l("Anda hanya dapat menyatakan benturan kepentingan Anda sendiri.")


@rule("conflict:lift")
def may_lift(actor: Any, conflict: Conflict) -> object:
    """Organisers lift a conflict that was declared in error, never one of their own."""
    if (reason := only_organiser(actor)) is not None:
        return reason
    if conflict.person_id == actor.id:
        return _l("Panitia lain yang memutuskan benturan kepentingan Anda sendiri.")
    return None if conflict.stands else _l("Benturan kepentingan ini sudah dicabut.")


@rule("conduct:sign")
def may_sign(actor: Any, _edition: Edition) -> object:
    """Judges sign the code of conduct of an edition."""
    return None if is_a(actor, Role.JUDGE) else _l("Halaman ini untuk juri.")
