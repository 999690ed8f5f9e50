"""Who judges what, from files."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import Any

import click
from flask.cli import with_appcontext
from flask_babel import force_locale

from award.cli import panel_files
from award.cli.tables import BadFiles
from award.judging.matching import Assignment, Infeasible, Objective, Request, solve
from award.judging.matching.words import clashes, remedies

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.command("assign")
@click.option("--entries", required=True, type=FILE, help="entry, agency, skills (a;b)")
@click.option("--judges", required=True, type=FILE, help="judge, agency, external, cap, skills")
@click.option("--conflicts", type=FILE, help="entry, judge, reason")
@click.option("--per-entry", default=3, show_default=True, type=click.IntRange(1))
@click.option("--externals", default=1, show_default=True, type=click.IntRange(0))
@click.option("--organiser", help="Agency whose entries only external judges have.")
@click.option(
    "--objective",
    default="fair",
    show_default=True,
    type=click.Choice([it.value for it in Objective]),
)
@click.option("--out", required=True, type=NEW, help="entry, judge, skill (percent)")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@with_appcontext
def assign(
    *,
    entries: Path,
    judges: Path,
    conflicts: Path | None,
    per_entry: int,
    externals: int,
    organiser: str | None,
    objective: str,
    out: Path,
    as_json: bool,
) -> None:
    """Assign judges to entries: exactly so many each, never a judge of the entry's own agency.

    Ends with 1 and writes nothing when the rules cannot all hold; says who clashes and what
    would help. Files are comma-separated UTF-8; skills stand between semicolons.
    """
    start = perf_counter()
    request = _request(entries, judges, conflicts, per_entry, externals, organiser)
    answer = solve(request, Objective(objective))
    if isinstance(answer, Infeasible):
        _refuse(answer, as_json)
    else:
        _write(out, answer)
        seconds = round(perf_counter() - start, 3)
        figures = {"objective": objective, **_figures(answer), "seconds": seconds}
        click.echo(json.dumps(figures, ensure_ascii=False) if as_json else _told(figures))


def _request(
    entries: Path,
    judges: Path,
    conflicts: Path | None,
    per_entry: int,
    externals: int,
    organiser: str | None,
) -> Request:
    try:
        wanted, panel, pairs = panel_files.read(entries, judges, conflicts)
        return Request(wanted, panel, per_entry, pairs, organiser, externals)
    except (BadFiles, ValueError) as problem:
        raise click.ClickException(str(problem)) from problem


def _write(out: Path, answer: Assignment) -> None:
    try:
        panel_files.write(out, answer)
    except OSError as problem:
        raise click.ClickException(f"{out}: {problem.strerror}") from problem


def _figures(answer: Assignment) -> dict[str, Any]:
    worst = answer.worst
    return {
        "feasible": True,
        "sheets": len(answer.pairs),
        "loads": answer.loads,
        "worst": worst,
        "worst_bound": answer.worst_bound,
        "worst_entries": [key for key, share in answer.service.items() if share == worst],
        "total": answer.total,
        "proven": answer.proven,
    }


def _told(figures: dict[str, Any]) -> str:
    loads = figures["loads"].values()
    lines = [
        f"{figures['sheets']} sheets, {min(loads)} to {max(loads)} for each judge,"
        f" {figures['seconds']} s"
    ]
    if figures["worst"] is not None:
        proven = (
            "" if figures["proven"] else f" (no more than {figures['worst_bound']:.0%} possible)"
        )
        lines.append(f"The worst-served entry has {figures['worst']:.0%} of its wishes{proven}")
    return "\n".join(lines)


def _refuse(answer: Infeasible, as_json: bool) -> None:
    with force_locale("en"):
        reasons, helpful = clashes(answer), remedies(answer)
    if as_json:
        facts = {"feasible": False, **asdict(answer), "reasons": reasons, "remedies": helpful}
        click.echo(json.dumps(facts, ensure_ascii=False))
    else:
        click.echo("\n".join([*reasons, *helpful]), err=True)
    raise SystemExit(1)
