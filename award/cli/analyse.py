"""A file of marks becomes a report; nothing is stored."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask.cli import with_appcontext
from flask_babel import force_locale

from award.cli import marks_file

if TYPE_CHECKING:
    from award.results.analysis import Analysis, Policy


@click.command("analyse")
@click.argument("marks", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--aggregate",
    default="mean",
    show_default=True,
    type=click.Choice(["mean", "median", "trimmed"]),
    help="How the judges' values become one.",
)
@click.option("--round-each-step", is_flag=True, help="Round criteria and points, then add.")
@click.option(
    "--places",
    default=(3,),
    show_default=True,
    multiple=True,
    type=click.IntRange(min=1),
    help="Draw a line after this many places; repeat for several lines.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the analysis as JSON.")
@with_appcontext
def analyse(
    marks: Path, aggregate: str, round_each_step: bool, places: tuple[int, ...], as_json: bool
) -> None:
    """Scores, severity, agreement and robustness of a file of MARKS.

    Columns: entry, judge, criterion, mark; optional round, weight. A score is the sum of weight x
    mark (weight 1 when left out). Severity is in points; above zero is strict. An interval holds
    95 % of what other judges of the same kind might have given.
    """
    # Not with the module: the web server registers commands too and must not carry SciPy.
    from award.cli import analysis_report
    from award.judging.scoring import Aggregate, Rounding
    from award.results.analysis import Policy

    rounding = Rounding.EACH_STEP if round_each_step else Rounding.ONCE
    by = Policy(Aggregate(aggregate), rounding, () if as_json else tuple(sorted(set(places))))
    try:
        rounds = marks_file.read(marks)
    except marks_file.BadFile as error:
        raise click.ClickException(f"{marks.name}: {error}") from error
    with force_locale("en"):
        found = [(each.name, _analysed(each, by)) for each in rounds]
        if as_json:
            told = [analysis_report.as_data(name, one) for name, one in found]
            click.echo(json.dumps({"rounds": told}, ensure_ascii=False, allow_nan=False))
            return
        for name, one in found:
            click.echo(analysis_report.as_text(name, one))


def _analysed(each: marks_file.RoundMarks, by: Policy) -> Analysis:
    from award.judging.scoring import Criterion
    from award.results.analysis import analyse as analyse_round

    given = [mark for marks in each.sheets.values() for mark in marks.values() if mark is not None]
    # Any highest mark will do: a criterion's factor is its weight whatever the scale.
    highest = max([*given, Decimal(1)])
    criteria = [
        Criterion(key, weight * highest, highest, scale_min=0)
        for key, weight in each.weights.items()
    ]
    return analyse_round(each.begun, each.entries, criteria, by)
