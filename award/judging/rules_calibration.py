"""Who starts and closes practice on samples, and who takes part in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from award.competitions.states import UNDER_WAY, EditionState
from award.core.access import rule
from award.judging.rules import EDITION_NOT_OPEN
from award.judging.states import SheetState
from award.people.rules import is_a, only_organiser
from award.people.states import Role

if TYPE_CHECKING:
    from award.competitions.models import Round
    from award.judging.models_calibration import Calibration
    from award.judging.queries.calibration import OwnCalibration, Practice

ONLY_JUDGES = _l("Halaman ini untuk juri.")
CLOSED = _l("Kalibrasi ini sudah ditutup.")


@rule("calibration:start")
def may_start(actor: Any, round_: Round) -> object:
    """Organisers start practice while the round is in preparation or open."""
    if (reason := only_organiser(actor)) is not None:
        return reason
    if round_.edition.state != EditionState.OPEN:
        return EDITION_NOT_OPEN
    if any(criterion.source for criterion in round_.criteria):
        return _l("Babak ini bersandar pada kunjungan lapangan, yang tidak dapat dicontohkan.")
    return None if round_.state in UNDER_WAY else _l("Babak ini sudah ditutup.")


@rule("calibration:close")
def may_close(actor: Any, calibration: Calibration) -> object:
    """Organisers close it once; judges then see how they stand."""
    if (reason := only_organiser(actor)) is not None:
        return reason
    return None if calibration.closed_at is None else CLOSED


@rule("calibration:see")
def may_see(actor: Any, _own: OwnCalibration) -> object:
    """Judges of the round see the samples, and in the end their own bearing."""
    return None if is_a(actor, Role.JUDGE) else ONLY_JUDGES


@rule("calibration:read")
def may_read(actor: Any, _practice: Practice) -> object:
    """Judges of the round read a sample."""
    return None if is_a(actor, Role.JUDGE) else ONLY_JUDGES


@rule("calibration:score")
def may_score(actor: Any, practice: Practice) -> object:
    """A sample that the judge has not finished, until the calibration is closed."""
    if (reason := may_read(actor, practice)) is not None:
        return reason
    if practice.sample.calibration.closed_at is not None:
        return CLOSED
    done = practice.sheet is not None and practice.sheet.state == SheetState.FINISHED
    return _l("Lembar contoh ini sudah selesai.") if done else None
