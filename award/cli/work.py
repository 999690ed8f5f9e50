"""The worker: runs jobs and the sweeps of every minute."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from award.certificates.printing.crew import standing

POLL_SECONDS = 0.5
"""The longest an idle worker waits before it looks for a job: progress bars are watched."""

GRACE_SECONDS = 4
"""How long a running job may take to end; an interrupted one is restarted by a sweep."""


@click.command("work")
@with_appcontext
def work() -> None:
    """Run jobs until Ctrl-C."""
    consumer = current_app.extensions["jobs"].create_consumer(
        workers=1,
        periodic=True,
        initial_delay=0.1,
        max_delay=POLL_SECONDS,
        graceful_signal="TERM",
        shutdown_timeout=GRACE_SECONDS,
    )
    with standing(Path(current_app.config["DATA_DIR"]) / "typefaces"):
        consumer.run()
