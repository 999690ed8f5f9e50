"""Signing a batch with the organisation's own key."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask import current_app
from flask.cli import with_appcontext

from award.certificates import queries, tasks_sealing
from award.certificates.signing.launch import BEGUN
from award.certificates.signing.turn import TakenError, turn
from award.certificates.states import SignatureMode
from award.core import clock
from award.core.db import db, only_reading
from award.people.models import User

if TYPE_CHECKING:
    from award.certificates.signing.seal import Seal

FAULTS = {
    "unreadable": "the file is no PKCS#12, or it is damaged",
    "passphrase": "wrong passphrase",
    "no_key": "the file has no key with its certificate",
    "expired": "the certificate has expired",
    "not_yet": "the certificate is not valid yet",
    "timestamp": "the timestamp authority does not answer",
    "document": "a certificate could not be signed",
    "storage": "there is no space left to keep signed certificates",
    "batch": "no such batch, or one that is not signed with a key of ours",
    "running": "this batch is being signed already",
}


@click.command("sign")
@click.argument("batch_id", type=int)
@click.option("--p12", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--by", type=int, help="Number of the organiser on whose behalf.", hidden=True)
@click.option("--piped", is_flag=True, help="Another process reads along.", hidden=True)
@with_appcontext
def sign(*, batch_id: int, p12: Path, by: int | None, piped: bool) -> None:
    """Sign what waits in batch BATCH_ID; asks for the passphrase, which is kept nowhere.

    May be stopped and run again: what is signed stays signed.
    """
    # pyHanko takes 40 MB: only who signs loads it.
    from award.certificates.signing.seal import SealError

    try:
        _check(batch_id)
        passphrase = _passphrase(piped=piped)
        with turn(batch_id):
            seal = _opened(p12, passphrase)
            if piped:
                _tell_begun()
            actor = db.session.get(User, by) if by else None
            done = tasks_sealing.seal_batch(batch_id, seal, actor)
    except TakenError as problem:
        raise _failed("running", piped=piped) from problem
    except SealError as problem:
        raise _failed(problem.fault, piped=piped) from problem
    except LookupError as problem:
        raise _failed("batch", piped=piped) from problem
    except OSError as problem:
        raise _failed("storage", piped=piped) from problem
    click.echo(f"{done} signed", err=piped)


def _tell_begun() -> None:
    """The reader goes now; whatever is still logged must not fail for want of it."""
    click.echo(BEGUN)
    sys.stdout.flush()
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())


def _check(batch_id: int) -> None:
    with only_reading():
        batch = queries.batch_by_id(None, batch_id)
        if batch is None or batch.signature_mode != SignatureMode.PADES:
            raise LookupError(batch_id)


def _passphrase(*, piped: bool) -> str:
    if piped:
        return sys.stdin.readline().rstrip("\n")
    return str(click.prompt("Passphrase", hide_input=True, err=True))


def _opened(p12: Path, passphrase: str) -> Seal:
    from award.certificates.signing.seal import open_seal

    url = current_app.config["TIMESTAMP_URL"]
    return open_seal(p12.read_bytes(), passphrase, at=clock.now(), timestamp_url=url)


def _failed(fault: str, *, piped: bool) -> click.ClickException:
    if piped:
        click.echo(fault)
    return click.ClickException(FAULTS[fault])
