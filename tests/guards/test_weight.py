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


def test_a_web_process_starts_without_the_libraries_of_the_worker(tmp_path):
    code = "import sys, wsgi; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    loaded = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PATH": "", "DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert "award" in loaded
    assert [name for name in HEAVY if name in loaded] == []
