"""The organiser sees what the numbers advise: beside the official result, never in its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, render_template
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from award.competitions import queries as competitions
from award.competitions.models import Edition, Round
from award.core.access import requires
from award.core.export import csv_file
from award.core.language import local, numbers
from award.results import cards, export_advice, pictures, queries
from award.results.advice import Advice, NotComputedYet
from award.results.fairness.notes import Note
from award.results.queries import CategoryStandings, advice, boards, kept, unseen
from award.results.queries.own_sheets import own_sheets
from award.results.views.boards import chosen, words
from award.results.words_advice import (
    consistency_sentence,
    effect_sentence,
    of_hundred,
    points,
    severity_sentence,
)
from award.results.words_fairness import SHORT_VERDICTS, remark_sentence, verdict_sentence

MOST_ROWS = 100
"""Entries of a table; a longer list is in the CSV."""

fairness = Blueprint("fairness", __name__, url_prefix="/panitia/hasil")


@fairness.context_processor
def tools() -> dict[str, Any]:
    """How every page here says its numbers."""
    return {
        "points_of": points,
        "of_hundred": of_hundred,
        "two": numbers(2),
    }


@fairness.errorhandler(NotComputedYet)
def wait(_error: NotComputedYet) -> Any:
    """The worker computes what would keep the page waiting."""
    return render_template("fairness/waiting.html"), 202, {"Retry-After": "60"}


@fairness.get("/tahap/<int:round_id>/keadilan")
@requires("results:see_round", boards.round_for)
def show(round_: Round) -> Any:
    """Severity, raw and adjusted side by side, agreement, and where differences come from."""
    lists = queries.round_standings(round_, parts=False)
    found = advice.round_advice(round_, lists)
    names, seen = advice.judges_of_round(round_), _seen(round_, lists)
    severity, shown = severity_sentence(found, names), chosen(seen)
    return render_template(
        "fairness/show.html",
        round=round_,
        edition=round_.edition,
        lists=seen,
        shown=shown,
        advice=found,
        names=names,
        made_at=kept.stale_since(round_.edition, round_),
        severity=severity,
        effect=effect_sentence(found, lists, round_.advance_per_category),
        agreement=agreement_rows(round_, found),
        remarks=remarks(found),
        judges_chart=pictures.severity_picture(found.judges, names, severity),
        criteria_chart=pictures.criteria_picture(round_, found, short_verdicts(found)),
        entry_charts={
            each.category.id: pictures.entries_picture(each, found, round_.advance_per_category)
            for each in shown
        },
        most_rows=MOST_ROWS,
        **words(round_.edition),
    )


@fairness.get("/tahap/<int:round_id>/keadilan.csv")
@requires("results:see_round", boards.round_for)
def show_csv(round_: Round) -> Response:
    """Raw and adjusted scores as a table to download."""
    lists = queries.round_standings(round_, parts=False)
    found = advice.round_advice(round_, lists)
    return csv_file(
        f"keadilan-{round_.edition.year}-{round_.key}.csv",
        export_advice.COLUMNS,
        export_advice.rows(_seen(round_, lists), found),
    )


@fairness.get("/tahap/<int:round_id>/keteguhan")
@requires("results:see_round", boards.round_for)
def firmness(round_: Round) -> Any:
    """How firmly the cut line of each category stands."""
    lists = queries.round_standings(round_, parts=False)
    return render_template(
        "fairness/firmness.html",
        round=round_,
        edition=round_.edition,
        **_open_cards(round_.edition, cards.round_cards(round_, lists)),
        made_at=kept.stale_since(round_.edition, round_),
        names=advice.judges_of_round(round_),
    )


@fairness.get("/<int:edition_id>/keteguhan")
@requires("results:see", competitions.edition_by_id)
def winners(edition: Edition) -> Any:
    """How firmly the winners stand."""
    return render_template(
        "fairness/firmness.html",
        round=None,
        edition=edition,
        **_open_cards(edition, cards.winner_cards(edition)),
        made_at=kept.stale_since(edition, None),
        names=advice.judges_of_edition(edition),
    )


@fairness.get("/tahap/<int:round_id>/juri")
@requires("results:see_round", boards.round_for)
def judges(round_: Round) -> Any:
    """Every judge's report."""
    lists = queries.round_standings(round_, parts=False)
    found = advice.round_advice(round_, lists)
    names = advice.judges_of_round(round_)
    severity = severity_sentence(found, names)
    return render_template(
        "fairness/judges.html",
        round=round_,
        edition=round_.edition,
        advice=found,
        names=names,
        made_at=kept.stale_since(round_.edition, round_),
        severity=severity,
        chart=pictures.severity_picture(found.judges, names, severity),
        titles=titles_of(lists),
        consistency_sentence=consistency_sentence,
    )


@fairness.get("/tahap/<int:round_id>/juri/<int:judge_id>")
@requires("results:see_round", boards.judge_of_round_for)
def judge(target: boards.JudgeOfRound) -> Any:
    """One judge's report: every sheet beside the other judges of the same entry."""
    round_, lists = target.round, queries.round_standings(target.round, parts=False)
    found = advice.round_advice(round_, lists)
    hidden, titles = unseen.bound(current_user, round_.edition), titles_of(lists)
    sheets = [each for each in own_sheets(round_, target.judge) if each.entry_id not in hidden]
    return render_template(
        "fairness/judge.html",
        round=round_,
        edition=round_.edition,
        judge=target.judge,
        one=next((one for one in found.judges if one.judge_id == target.judge.id), None),
        sheets=sheets,
        titles=titles,
        own_word=_("Nilai juri ini"),
        chart=pictures.sheets_picture(sheets, titles, _("Nilai juri ini")),
        consistency_sentence=consistency_sentence,
    )


def _open_cards(edition: Edition, found: Sequence[cards.RobustnessCard]) -> dict[str, Any]:
    """Cards that show no score of an entry that the reader is bound to, and who misses one.

    A card goes as a whole: from the margin at its line a score left out could be told.
    """
    hidden = unseen.bound(current_user, edition)
    shut = [each for each in found if any(one.entry_id in hidden for one in each.line.stands)]
    return {
        "cards": [each for each in found if each not in shut],
        "shut": [each.category for each in shut],
    }


def _seen(round_: Round, lists: Sequence[CategoryStandings]) -> Sequence[CategoryStandings]:
    """The lists without the entries that the reader is bound to."""
    return unseen.left_out(lists, unseen.bound(current_user, round_.edition))


def titles_of(lists: Any) -> dict[int, str]:
    """Titles of all entries in ranked lists, by number."""
    return {one.entry_id: one.title for each in lists for one in each.standings}


def agreement_rows(round_: Round, found: Advice) -> list[tuple[str, Any, str]]:
    """Name, measures and sentence of the total and of each criterion."""
    named = {"total": _("nilai total")} | {each.key: local(each.name) for each in round_.criteria}
    return [
        (name, found.agreement[key], verdict_sentence(found.agreement[key].verdict, name))
        for key, name in named.items()
        if key in found.agreement
    ]


def short_verdicts(found: Advice) -> dict[str, str]:
    """One word for each criterion."""
    return {key: str(SHORT_VERDICTS[one.verdict]) for key, one in found.agreement.items()}


def remarks(found: Advice) -> list[str]:
    """What could not be computed or only weakly, each said once; entries are counted."""
    missing = sum(one.note == Note.UNFINISHED for one in found.remarks)
    told = [one for one in found.remarks if one.note != Note.UNFINISHED]
    told += [one for each in found.agreement.values() for one in each.remarks]
    said = [remark_sentence(one) for one in told]
    if missing:
        said.insert(
            0,
            ngettext(
                "%(num)s usulan belum bernilai: lembarnya belum selesai.",
                "%(num)s usulan belum bernilai: lembarnya belum selesai.",
                missing,
            ),
        )
    return list(dict.fromkeys(said))
