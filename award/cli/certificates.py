"""Certificates from a table, without a competition; and the check of finished ones."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import force_locale

from award.certificates import designs, folder
from award.certificates.facts import Facts, Fault, UnprintableError, version
from award.certificates.manifests import MANIFEST
from award.certificates.states import Kind
from award.certificates.style import PAPERS, Style
from award.certificates.words import sentence_of
from award.cli import facts_file
from award.cli.sign import sign
from award.cli.tables import BadFiles, Row
from award.core import typefaces

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
LANGUAGES = ("id", "en")


@click.group("certificates")
def certificates() -> None:
    """Certificates from a table, and the check of finished ones."""


def _design(command: Any) -> Any:
    """The options that say which design and which kind."""
    kind = click.option("--kind", required=True, type=click.Choice([it.value for it in Kind]))
    design = click.option(
        "--design", default="klasik", show_default=True, type=click.Choice(designs.names())
    )
    return kind(design(command))


@certificates.command("fields")
@_design
@with_appcontext
def fields(*, kind: str, design: str) -> None:
    """The heading of a table for `render`, with two sample lines, as CSV."""
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(facts_file.columns(design, kind))
    out.writerows(facts_file.samples(design, kind))


@certificates.command("render")
@click.argument("facts", type=FILE)
@_design
@click.option("--paper", default="a4", show_default=True, type=click.Choice(list(PAPERS)))
@click.option("--language", default="id", show_default=True, type=click.Choice(LANGUAGES))
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the manifest.")
@with_appcontext
def render(
    *,
    facts: Path,
    design: str,
    kind: str,
    paper: str,
    language: str,
    out: Path,
    as_json: bool,
) -> None:
    """Make a certificate of every line of FACTS, in a new folder with a manifest.

    All lines are checked first. The folder appears with all certificates or not at all.
    """
    wanted = facts_file.Wanted(design, kind, language, f"{current_app.config['BASE_URL']}/v")
    style = Style(design=design, paper=paper)
    typefaces.use(Path(current_app.config["DATA_DIR"]) / "typefaces")
    try:
        lines = facts_file.read(facts, wanted)
        with folder.fill(out, _about(style, wanted)) as made:
            for line, pdf in _printed(lines, style):
                made.add(line, pdf)
    except BadFiles as problem:
        raise click.ClickException(str(problem)) from problem
    except folder.OccupiedError as problem:
        raise click.ClickException(f"{out} is not empty; choose a new folder") from problem
    except OSError as problem:
        raise click.ClickException(f"Nothing was written: {problem}") from problem
    manifest = out / MANIFEST
    click.echo(manifest.read_text("utf-8") if as_json else f"{len(made.lines)} -> {out}")


def _about(style: Style, wanted: facts_file.Wanted) -> dict[str, Any]:
    return {
        "design": f"{style.design} {version(style.design)}",
        "kind": wanted.kind,
        "paper": style.paper,
        "language": wanted.language,
    }


def _printed(lines: Sequence[tuple[Row, Facts]], style: Style) -> Iterator[tuple[Facts, bytes]]:
    """Each certificate as it is made. Raises `BadFiles` at the end when some do not fit a page."""
    wrong: list[str] = []
    made = _made([facts for _row, facts in lines], style)
    with click.progressbar(made, length=len(lines), file=sys.stderr) as results:
        for (row, facts), result in zip(lines, results, strict=True):
            if isinstance(result, bytes):
                yield facts, result
            else:
                wrong.extend(_faults(row, result))
    if wrong:
        raise BadFiles(wrong)


def _faults(row: Row, found: Sequence[Fault]) -> list[str]:
    before = len(row.faults)
    with force_locale("en"):
        for fault in found:
            row.fault(fault.field, sentence_of(fault))
    return row.faults[before:]


def _made(facts: Sequence[Facts], style: Style) -> Iterator[bytes | Sequence[Fault]]:
    """The PDF of each, or what keeps it from being printed, in the same order."""
    from award.certificates import document

    for each in facts:
        try:
            yield document.render(each, style)
        except UnprintableError as refusal:
            yield refusal.faults


certificates.add_command(sign)
