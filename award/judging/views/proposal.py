"""The computed assignment before it is published, and what would close the panel today."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from flask_login import current_user

from award.competitions.models import Round
from award.core.access import requires
from award.core.problems import Problem
from award.core.web import row_number
from award.judging import actions
from award.judging.matching.words import clashes, remedies
from award.judging.queries import rounds
from award.judging.queries.ground import Ground
from award.judging.queries.proposals import Proposal, closing, proposal
from award.judging.queries.walls import barred_entries
from award.judging.views.organiser import panels

OTHERS = 4
"""Other judges named beside each one who is proposed."""


@panels.get("/<int:round_id>/penugasan")
@requires("round:assign", rounds.round_for)
def propose(round_: Round) -> Any:
    """The proposal with loads, or why the rules cannot all hold."""
    return _page(round_, proposal(round_))


@panels.post("/<int:round_id>/penugasan")
@requires("round:assign", rounds.round_for)
def publish(round_: Round) -> Any:
    """Publish what was shown; when it is another one by now, show that one."""
    try:
        done = actions.publish_proposal(
            round_=round_, digest=request.form.get("digest", ""), actor=current_user
        )
    except Problem as problem:
        return _page(round_, proposal(round_), problem), problem.status
    count = len(done.added)
    sentence = ngettext(
        "%(num)s lembar nilai ditugaskan.", "%(num)s lembar nilai ditugaskan.", count
    )
    flash(sentence, "success")
    return redirect(url_for("panels.show", round_id=round_.id))


def _page(round_: Round, shown: Proposal, problem: Problem | None = None) -> str:
    ground = shown.ground
    answer = shown.infeasible
    names = _entry_name(ground), _judge_name(ground)
    return render_template(
        "panels/proposal.html",
        round=round_,
        proposal=shown,
        problem=problem,
        clashes=clashes(answer, *names) if answer else [],
        remedies=remedies(answer, *names) if answer else [],
        hidden=barred_entries(current_user, ground.entries.values()),
        removed=[(ground.entries[e].title, ground.judges[j].name) for e, j in shown.removed],
        entries=ground.entries,
        others=lambda key: _others(shown, key),
    )


def _others(shown: Proposal, entry: str) -> str:
    keys = (shown.alternatives or {}).get(entry, ())[:OTHERS]
    return ", ".join(shown.ground.judges[key].name for key in keys)


def _entry_name(ground: Ground) -> Any:
    return lambda key: ground.entries[key].title


def _judge_name(ground: Ground) -> Any:
    return lambda key: ground.judges[key].name


@panels.get("/<int:round_id>/hari-ini")
@requires("round:run", rounds.round_for)
def today(round_: Round) -> Any:
    """The fewest sheets with which every entry has its judges today."""
    asked = "hadir" in request.args
    present = request.args.getlist("hadir", type=row_number) if asked else None
    ground, answer = closing(round_, present)
    return render_template(
        "panels/today.html",
        round=round_,
        ground=ground,
        closing=answer,
        hidden=barred_entries(current_user, ground.entries.values()),
        present={int(key) for key in ground.judges} & set(present or map(int, ground.judges)),
    )
