"""Certificates from a table, without a competition; and the check of finished ones."""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import force_locale

from award.certificates.facts import Facts, Fault, version
from award.certificates.packing import folder
from award.certificates.packing.manifests import MANIFEST
from award.certificates.printing import designs
from award.certificates.printing.press import Order, print_all
from award.certificates.states import Kind, SignatureMode
from award.certificates.style import PAPERS, Style
from award.certificates.tasks_signing import trusted
from award.certificates.words import sentence_of
from award.cli import facts_file
from award.cli.sign import FAULTS as KEY_FAULTS
from award.cli.sign import sign
from award.cli.tables import BadFiles, Row
from award.core import clock

if TYPE_CHECKING:
    from award.certificates.signing.seal import Seal

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
@click.option("--colour", "colours", multiple=True, help="NAME=#rrggbb; may be repeated.")
@click.option("--emblem", type=FILE, help="PNG or JPEG above the issuer.")
@click.option("--aksara", default="", help="Line in Balinese script above the issuer.")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--sign", "p12", type=FILE, help="PKCS#12 file; its passphrase is asked for.")
@click.option("--verify-url", default="", help="Where scanning leads; a slash and the code follow.")
@click.option("--jobs", default=2, show_default=True, type=click.IntRange(1, 64))
@click.option("--json", "as_json", is_flag=True, help="Print the manifest.")
@with_appcontext
def render(
    *,
    facts: Path,
    design: str,
    kind: str,
    paper: str,
    language: str,
    colours: tuple[str, ...],
    emblem: Path | None,
    aksara: str,
    out: Path,
    p12: Path | None,
    verify_url: str,
    jobs: int,
    as_json: bool,
) -> None:
    """Make a certificate of every line of FACTS, in a new folder with a manifest.

    All lines are checked first. The folder appears with all certificates or not at all. Scanning
    a certificate leads to the address in its column `url`, else to --verify-url, else to this
    installation (BASE_URL), which answers that it knows no such certificate.
    """
    wanted = facts_file.Wanted(design, kind, language, verify_url.rstrip("/") or _own_address())
    with _explained(out):
        lines = facts_file.read(facts, wanted)
        picture = _picture(emblem)
        style = Style(
            design=design,
            paper=paper,
            colours=_palette(design, colours),
            emblem=hashlib.sha256(picture).hexdigest() if picture else "",
            aksara=aksara,
            signing=SignatureMode.PADES if p12 else SignatureMode.WET,
        )
        seal = _seal(p12) if p12 else None
        pictures = {style.emblem: picture} if picture else {}
        with folder.fill(out, _about(style, wanted)) as made:
            for line, pdf in _printed(lines, style, pictures, jobs):
                made.add(line, seal.sign(pdf, clock.now()) if seal else pdf)
    manifest = (out / MANIFEST).read_text("utf-8")
    click.echo(manifest if as_json else f"{len(made.lines)} certificates in {out}")


@contextmanager
def _explained(out: Path) -> Iterator[None]:
    """Faults of what was given as one message; nothing has been written by then."""
    # pyHanko takes 40 MB: the web server registers commands too.
    from award.certificates.signing.seal import SealError

    try:
        yield
    except BadFiles as problem:
        raise click.ClickException(str(problem)) from problem
    except folder.OccupiedError as problem:
        raise click.ClickException(f"{out} is not empty; choose a new folder") from problem
    except SealError as problem:
        raise click.ClickException(f"Nothing was written: {KEY_FAULTS[problem.fault]}") from problem
    except OSError as problem:
        raise click.ClickException(f"Nothing was written: {problem}") from problem


def _own_address() -> str:
    """Where this installation verifies; empty where nobody said how it is reached from outside."""
    base_url = str(current_app.config["BASE_URL"])
    return "" if urlsplit(base_url).hostname == "localhost" else f"{base_url}/v"


def _palette(design: str, colours: Sequence[str]) -> dict[str, str]:
    chosen = dict(colour.partition("=")[::2] for colour in colours)
    try:
        designs.load(design).palette(chosen)
    except (LookupError, ValueError) as problem:
        names = ", ".join(designs.load(design).colours)
        raise BadFiles([f"--colour: NAME=#rrggbb with a NAME of {names}"]) from problem
    return chosen


def _picture(path: Path | None) -> bytes:
    if path is None:
        return b""
    from award.certificates.printing.pictures import NoPicture, checked

    try:
        return checked(path.read_bytes())
    except NoPicture as problem:
        raise BadFiles([f"{path}: no PNG or JPEG that can be used ({problem})"]) from problem


def _seal(p12: Path) -> Seal:
    from award.certificates.signing.seal import open_seal

    passphrase = click.prompt("Passphrase", hide_input=True, err=True)
    url = current_app.config["TIMESTAMP_URL"]
    return open_seal(p12.read_bytes(), passphrase, at=clock.now(), timestamp_url=url)


def _about(style: Style, wanted: facts_file.Wanted) -> dict[str, Any]:
    return {
        "design": f"{style.design} {version(style.design)}",
        "kind": wanted.kind,
        "paper": style.paper,
        "language": wanted.language,
    }


def _printed(
    lines: Sequence[tuple[Row, Facts]], style: Style, pictures: dict[str, bytes], jobs: int
) -> Iterator[tuple[Facts, bytes]]:
    """Each certificate as it is made. Raises `BadFiles` at the end when some do not fit a page."""
    wrong: list[str] = []
    orders = [Order(n, facts, style, pictures) for n, (_row, facts) in enumerate(lines)]
    faces = Path(current_app.config["DATA_DIR"]) / "typefaces"
    made = print_all(orders, faces=faces, processes=min(jobs, len(lines)))
    with click.progressbar(made, length=len(lines), file=sys.stderr) as results:
        for key, result in results:
            row, facts = lines[int(str(key))]
            if isinstance(result, bytes):
                yield facts, result
            else:
                wrong.append(_unprintable(row, result))
    if wrong:
        raise BadFiles(wrong)


def _unprintable(row: Row, fault: Fault) -> str:
    with force_locale("en"):
        row.fault(fault.field, sentence_of(fault))
    return row.faults[-1]


@certificates.command("verify")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--manifest", type=FILE, help="Instead of the one beside each file.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
@with_appcontext
def verify(*, files: tuple[Path, ...], manifest: Path | None, as_json: bool) -> None:
    """Check certificates: unchanged since they were made, in force, signed by whom.

    Compares with the manifest and with the database of this installation, whose word wins. A
    file that only the manifest beside it names is `listed`: say --manifest for one you trust.
    Ends with 1 when something speaks against one of the files.
    """
    from award.cli.certificate_check import check

    believed = trusted()
    try:
        found = [check(path, manifest, believed) for path in files]
    except ValueError as problem:
        raise click.ClickException(str(problem)) from problem
    if as_json:
        click.echo(json.dumps([each.to_dict() for each in found], ensure_ascii=False))
    else:
        click.echo("\n".join(each.told for each in found))
    if not all(each.sound for each in found):
        raise SystemExit(1)


certificates.add_command(sign)
