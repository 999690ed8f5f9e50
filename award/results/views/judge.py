"""Judges see what their own marks look like beside those of others, who stay unnamed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template
from flask_babel import gettext as _
from flask_login import current_user

from award.competitions.models import Round
from award.core.access import requires
from award.core.language import numbers
from award.judging.queries import blind
from award.judging.queries.sheets import desk
from award.results import pictures, queries
from award.results.advice import NotComputedYet
from award.results.queries import advice, boards
from award.results.queries.own_sheets import own_sheets
from award.results.views.fairness import wait
from award.results.words_advice import consistency_sentence, judge_sentence, points

own_report = Blueprint("own_report", __name__, url_prefix="/juri")
own_report.register_error_handler(NotComputedYet, wait)


@own_report.get("/babak/<int:round_id>/laporan")
@requires("results:own_report", boards.judged_round_for)
def show(round_: Round) -> Any:
    """Severity, consistency and use of the scale of the judge's own marks."""
    lists = queries.round_standings(round_, parts=False)
    found = advice.round_advice(round_, lists)
    own = next((one for one in found.judges if one.judge_id == current_user.id), None)
    if own is None:
        abort(404)
    sheets, titles = own_sheets(round_, current_user), _titles(round_)
    return render_template(
        "own_report/show.html",
        round=round_,
        one=own,
        sentence=judge_sentence(own),
        consistency=consistency_sentence(own),
        sheets=sheets,
        titles=titles,
        chart=pictures.sheets_picture(sheets, titles, _("Nilai Anda")),
        own_word=_("Nilai Anda"),
        points_of=points,
        two=numbers(2),
    )


def _titles(round_: Round) -> dict[int, str]:
    """What the judge may call the own entries: a blind round has its own names for them."""
    own = [each for each in desk(current_user) if each.round_id == round_.id]
    seen = blind.seen(own)
    return {each.entry_id: seen[each.id].title for each in own}
