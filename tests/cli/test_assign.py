"""Assigning from files: what is written, and what is refused."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

ENTRIES = """entry,agency,skills,title
e1,dlhk,air;data,Sampah
e2,dinkes,gizi,Posyandu
e3,brida,,Riset
"""
JUDGES = """judge,agency,external,cap,skills
ani,dlhk,no,3,air
budi,dinkes,no,3,gizi;data
citra,,yes,3,air;gizi
dewi,,yes,,data
"""
CONFLICTS = "entry,judge,reason\ne1,dewi,coach\n"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "E.csv").write_text(ENTRIES, "utf-8")
    (tmp_path / "J.csv").write_text(JUDGES, "utf-8")
    (tmp_path / "C.csv").write_text(CONFLICTS, "utf-8")
    return tmp_path


def assign(app: Flask, folder: Path, *more: str) -> Any:
    arguments = ["--entries", "E.csv", "--judges", "J.csv", "--conflicts", "C.csv"]
    paths = [str(folder / it) if it.endswith(".csv") else it for it in arguments]
    out = ["--out", str(folder / "A.csv")]
    return app.test_cli_runner().invoke(args=["assign", *paths, *out, *more])


def pairs(folder: Path) -> set[tuple[str, str]]:
    with (folder / "A.csv").open(encoding="utf-8", newline="") as file:
        return {(row["entry"], row["judge"]) for row in csv.DictReader(file)}


def test_pairs_that_keep_every_rule_are_written(app: Flask, files: Path) -> None:
    result = assign(app, files, "--per-entry", "2", "--organiser", "brida")
    assert result.exit_code == 0
    assert pairs(files) == {
        *(("e1", "budi"), ("e1", "citra")),
        *(("e2", "ani"), ("e2", "citra")),
        *(("e3", "citra"), ("e3", "dewi")),
    }
    assert "6 sheets" in result.output


def test_the_figures_are_printed_as_json(app: Flask, files: Path) -> None:
    told = json.loads(assign(app, files, "--per-entry", "2", "--json").output)
    assert told["loads"] == Counter(judge for _, judge in pairs(files))
    assert told["feasible"]
    assert told["proven"]
    assert told["worst"] == 0.5
    assert told["worst_entries"] == ["e1", "e2"]
    assert told["seconds"] >= 0


def test_what_cannot_be_is_explained_and_nothing_is_written(app: Flask, files: Path) -> None:
    result = assign(app, files)
    assert result.exit_code == 1
    assert not (files / "A.csv").exists()
    assert "e1" in result.output
    assert "dewi – e1" in result.output


def test_the_reasons_are_in_the_json_too(app: Flask, files: Path) -> None:
    result = assign(app, files, "--json")
    told = json.loads(result.output)
    assert result.exit_code == 1
    assert not told["feasible"]
    assert told["shortages"][0]["needed"] == 3
    assert {it["rule"] for it in told["shortages"][0]["barred"]} == {"own_agency", "conflict"}
    assert told["relaxations"][0]["sheets"] == 1
    assert len(told["remedies"]) == len(told["relaxations"])


def test_earlier_pairs_stay_when_the_rules_cannot_hold(app: Flask, files: Path) -> None:
    (files / "A.csv").write_text("before", "utf-8")
    assign(app, files)
    assert (files / "A.csv").read_text("utf-8") == "before"
    assert sorted(path.name for path in files.glob("*.csv*")) == [
        "A.csv",
        "C.csv",
        "E.csv",
        "J.csv",
    ]


def test_every_fault_is_named_with_file_line_and_column(app: Flask, files: Path) -> None:
    (files / "E.csv").write_text("entry,agency,skills\ne1,a,\n,b,\ne1,c,\n", "utf-8")
    (files / "J.csv").write_text("judge,agency,external,cap,skills\nani,a,perhaps,many,\n", "utf-8")
    (files / "C.csv").write_text("entry,judge,reason\ne9,budi,family\n", "utf-8")
    lines = assign(app, files).output.splitlines()
    for named in (
        "E.csv, line 3, column entry: is empty",
        "E.csv, line 4, column entry: e1 is there already",
        "J.csv, line 2, column external: 'perhaps' is neither yes nor no",
        "J.csv, line 2, column cap: 'many' is not a whole number",
        "C.csv, line 2, column entry: no entry is called 'e9'",
        "C.csv, line 2, column judge: no judge is called 'budi'",
    ):
        assert any(line.endswith(named) for line in lines), named


def test_a_missing_column_is_named(app: Flask, files: Path) -> None:
    (files / "J.csv").write_text("judge,agency\nani,a\n", "utf-8")
    assert "J.csv, line 1: no column external, cap, skills" in assign(app, files).output


def test_a_file_that_is_no_text_is_refused(app: Flask, files: Path) -> None:
    (files / "E.csv").write_bytes(b"entry,agency,skills\n\xff\xfe,a,\n")
    assert "E.csv: not a table of text in UTF-8" in assign(app, files).output


def test_a_spreadsheet_that_separates_by_semicolon_reads_the_same(app: Flask, files: Path) -> None:
    (files / "C.csv").write_text("\ufeffentry;judge;reason\ne1;dewi;coach\n", "utf-8")
    assign(app, files, "--per-entry", "2")
    assert ("e1", "dewi") not in pairs(files)


def test_more_externals_than_judges_per_entry_are_refused(app: Flask, files: Path) -> None:
    result = assign(app, files, "--per-entry", "1", "--externals", "2")
    assert result.exit_code == 1
    assert "do not fit" in result.output
