"""Signing with our own key in a process of its own: the passphrase goes there and nowhere else."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from award.certificates.signing.words import FAULTS

ROOT = Path(__file__).resolve().parents[3]
BEGUN = "begun"
ANSWERS = frozenset({BEGUN, *FAULTS})
"""What the process may say; anything else that it prints is passed over."""


def start(batch_id: int, p12: Path, passphrase: str, by: int) -> str:
    """Start to sign a batch on behalf of the person with the number `by`.

    Returns :data:`BEGUN` once the key is open, while the process goes on, or else the fault (a key
    of ``words.FAULTS``). The passphrase is written to the process and stands in no argument,
    environment, file or log. What the process has to complain of goes where this one's does.
    """
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "certificates", "sign"]
    options = [str(batch_id), "--p12", str(p12), "--by", str(by), "--piped"]
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and command
        [*command, *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        start_new_session=True,
    )
    assert process.stdin is not None  # for the type checker: both are pipes
    assert process.stdout is not None
    with process.stdin, process.stdout:
        process.stdin.write(f"{passphrase}\n".encode())
        process.stdin.close()
        lines = (line.decode().strip() for line in process.stdout)
        said = next((line for line in lines if line in ANSWERS), "unreadable")
    # Somebody has to collect it when it ends, or it would stay in the table of processes.
    threading.Thread(target=process.wait, daemon=True).start()
    return said
