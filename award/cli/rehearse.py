"""A whole edition on a throw-away database."""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from award.core import clock
from award.core.db import db

if TYPE_CHECKING:
    from award.rehearsal.run import Report


@click.command("rehearse")
@click.option("--entries", default=38, show_default=True, type=click.IntRange(9, 5_000))
@click.option("--judges", default=12, show_default=True, type=click.IntRange(5, 500))
@click.option("--year", default=None, type=click.IntRange(2025, 2100), help="Default: this year.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option(
    "--minutes", type=click.Path(path_type=Path), help="Write the final minutes to this PDF file."
)
@with_appcontext
def rehearsal(
    entries: int, judges: int, year: int | None, as_json: bool, minutes: Path | None
) -> None:
    """Run a whole edition, from registration to verified certificates; exit 1 if a check fails."""
    # Not with the module: the web server registers commands too and need not carry all this.
    from award.rehearsal.run import final_minutes, rehearse

    with tempfile.TemporaryDirectory() as folder:
        app = _throw_away(Path(folder))
        with app.app_context():
            upgrade()
            report = rehearse(
                year=year or clock.today().year,
                entries=entries,
                judge_count=judges,
                progress=_show,
            )
            if minutes is not None:
                minutes.write_bytes(final_minutes())
            db.session.remove()
            db.engine.dispose()
    click.echo(json.dumps(asdict(report)) if as_json else _told(report))
    if not all(report.checks.values()):
        sys.exit(1)


def _throw_away(folder: Path) -> Flask:
    from award import create_app  # the factory registers this very command

    # Typefaces take seconds to cut and are the same everywhere: those of the installation serve.
    kept = current_app.config["DATA_DIR"] / "typefaces"
    kept.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / "typefaces").symlink_to(kept)
    settings: dict[str, Any] = {
        **current_app.config,
        "DATA_DIR": folder,
        "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder / 'award.db'}",
        "SQLALCHEMY_ENGINE_OPTIONS": {},
        "DEMO": True,
    }
    return create_app(settings)


def _show(step: str, done: int, total: int) -> None:
    # Progress goes to standard error, so that --json prints nothing but JSON.
    end = "\n" if done >= total else ""
    click.echo(f"\r{step:14} {done:5} / {total}{end}", err=True, nl=False)


def _told(report: Report) -> str:
    lines = [f"{name:24} {number:8}" for name, number in report.counts.items()]
    lines += [f"{name:24} {seconds:8.2f} s" for name, seconds in report.seconds.items()]
    lines += [
        f"{name:24} {'ok' if holds else 'FAILED':>8}" for name, holds in report.checks.items()
    ]
    return "\n".join(lines)
