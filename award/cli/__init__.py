"""Commands: ``flask --app wsgi …``."""

from __future__ import annotations

from flask import Flask

from award.cli.access import access
from award.cli.analyse import analyse
from award.cli.assign import assign
from award.cli.certificates import certificates
from award.cli.ledger import ledger_commands
from award.cli.organiser import create_organiser
from award.cli.rehearse import rehearsal
from award.cli.seed import seed
from award.cli.serve import serve
from award.cli.work import work

COMMANDS = (
    serve,
    work,
    seed,
    rehearsal,
    access,
    analyse,
    assign,
    certificates,
    create_organiser,
    ledger_commands,
)


def init_app(app: Flask) -> None:
    """Register the commands."""
    for command in COMMANDS:
        app.cli.add_command(command)
