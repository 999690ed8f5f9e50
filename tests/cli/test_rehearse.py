"""The rehearsal as a command: a report for machines, and an exit code that tells the truth."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from award.people import queries
from award.rehearsal import run


def test_it_prints_nothing_but_json_and_leaves_the_installation_alone(app: Flask) -> None:
    people = len(queries.users())
    arguments = ["rehearse", "--entries", "9", "--judges", "5", "--year", "2026", "--json"]
    result = app.test_cli_runner().invoke(args=arguments)
    report = json.loads(result.stdout)
    assert list(report) == ["counts", "seconds", "checks"]
    assert set(report["checks"].values()) == {True}
    assert report["counts"]["entries"] == 9
    assert set(report["seconds"]) == {
        *(
            "prepare",
            "write",
            "screen",
            "judge",
            "publish",
            "papers",
            "certificates",
            "checks",
            "total",
        ),
    }
    assert "write" in result.stderr
    assert result.exit_code == 0
    assert len(queries.users()) == people


@pytest.mark.parametrize("output", [[], ["--json"]])
def test_it_fails_when_a_check_fails(
    app: Flask, monkeypatch: pytest.MonkeyPatch, output: list[str]
) -> None:
    def tampered(**_: object) -> run.Report:
        return run.Report(checks={"ledger_intact": False, "ranks_recomputed": True})

    monkeypatch.setattr(run, "rehearse", tampered)
    result = app.test_cli_runner().invoke(args=["rehearse", *output])
    assert result.exit_code == 1
    told = result.stdout.split()
    assert "FAILED" in told if not output else '{"ledger_intact":' in told


def test_too_small_a_rehearsal_is_refused(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["rehearse", "--entries", "3"])
    assert result.exit_code == 2
    assert "9<=x<=5000" in result.stderr
