"""What a web process carries: it is small because heavy libraries wait until they are needed."""

import subprocess
import sys

from tests.guards.sources import ROOT

HEAVY = (
    "weasyprint",
    "ortools",
    "scipy",
    "numpy",
    "PIL",
    "pikepdf",
    "pypdf",
    "pypdfium2",
    "fontTools",
    "pyhanko",
    "cryptography",
)


WEB = ("flask", "sqlalchemy", "werkzeug")


def test_a_web_process_starts_without_the_libraries_of_the_worker(tmp_path):
    loaded = _loaded_by("wsgi", DATA_DIR=str(tmp_path))
    assert "award" in loaded
    assert [name for name in HEAVY if name in loaded] == []


def test_a_printing_process_starts_without_the_web():
    loaded = _loaded_by("award.certificates.printing.making, award.certificates.document")
    assert "weasyprint" in loaded
    assert [name for name in WEB if name in loaded] == []


def _loaded_by(modules: str, **environment: str) -> list[str]:
    code = f"import sys, {modules}; print(*sorted({{n.partition('.')[0] for n in sys.modules}}))"
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PATH": "", **environment},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
