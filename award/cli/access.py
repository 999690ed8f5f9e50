"""The table of who may do what."""

from __future__ import annotations

from collections import defaultdict
from inspect import getdoc

import click
from flask import current_app
from flask.cli import with_appcontext

from award.core.access import RULES
from award.core.web import OPEN_ENDPOINTS


@click.command("access")
@with_appcontext
def access() -> None:
    """Print every action with its rule in words and the pages it guards."""
    guarded = pages_by_mark()
    for action in sorted(RULES):
        said = (getdoc(RULES[action]) or "").partition("\n")[0]
        click.echo(f"{action:28} {said}")
        for endpoint in guarded[f"requires {action}"]:
            click.echo(f"{'':28} - {endpoint}")
    for kind, said in (("signed_in", "Anyone who has signed in."), ("public", "Anyone.")):
        click.echo(f"{f'({kind})':28} {said}")
        for endpoint in guarded[kind]:
            click.echo(f"{'':28} - {endpoint}")


def pages_by_mark() -> dict[str, list[str]]:
    """Endpoints by their access mark: ``public``, ``signed_in`` or ``requires <action>``."""
    found: dict[str, list[str]] = defaultdict(list)
    for endpoint in sorted(current_app.view_functions.keys() - OPEN_ENDPOINTS):
        mark = getattr(current_app.view_functions[endpoint], "access", None)
        found["" if mark is None else f"{mark.kind} {mark.action or ''}".strip()].append(endpoint)
    return found
