"""A file of marks becomes a report: scores, severity, agreement, robustness."""

import csv
import json
import os
from decimal import Decimal
from pathlib import Path

import pytest

from tests.results.test_fairness_agreement import KRIPPENDORFF, SHROUT_FLEISS, ZAR

SHARED = Path(os.environ.get("AWARD_SHARED", Path(__file__).parents[3] / "shared"))
SKATING = SHARED / "real" / "skating-2018"

HEAD = "entry,judge,criterion,mark"
SMALL = f"""{HEAD}
A,J1,Dampak,4
A,J2,Dampak,5
A,J3,Dampak,4
B,J1,Dampak,3
B,J2,Dampak,4
B,J3,Dampak,2
C,J1,Dampak,1
C,J2,Dampak,2
C,J3,Dampak,2
"""


@pytest.fixture
def analyse(app, tmp_path):
    """Writes a file, runs the command on it; the result."""

    def run(content, *options):
        path = tmp_path / "marks.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return app.test_cli_runner().invoke(args=["analyse", str(path), *options])

    return run


@pytest.fixture
def numbers(analyse):
    """The rounds of the JSON."""

    def run(content, *options):
        result = analyse(content, "--json", *options)
        assert result.exit_code == 0, result.output
        return json.loads(result.output)["rounds"]

    return run


def as_file(table):
    rows = [
        f"E{entry},J{judge},C,{'' if mark != mark else mark}"
        for entry, marks in enumerate(table)
        for judge, mark in enumerate(marks)
    ]
    return "\n".join([HEAD, *rows])


def test_a_round_has_exactly_the_promised_keys(numbers):
    (only,) = numbers(SMALL)

    assert list(only) == ["round", "entries", "judges", "agreement", "variance", "notes"]
    assert list(only["entries"][0]) == [
        *("entry", "score", "rank", "criteria", "adjusted", "adjusted_rank", "interval")
    ]
    assert list(only["judges"][0]) == ["judge", "n", "mean", "sd", "severity"]
    assert list(only["agreement"]) == ["total", "Dampak"]
    assert list(only["agreement"]["total"]) == [
        "alpha_interval",
        "alpha_ordinal",
        "icc",
        "kendall_w",
    ]
    assert list(only["agreement"]["total"]["icc"]) == ["1,1", "2,1", "3,1", "1,k", "2,k", "3,k"]
    assert list(only["variance"]) == ["entry", "judge", "residual"]
    assert only["round"] is None


def test_scores_are_means_ranked_with_ties_and_judges_described(numbers):
    (only,) = numbers(SMALL)

    assert [(one["entry"], one["score"], one["rank"]) for one in only["entries"]] == [
        ("A", 4.33, 1),
        ("B", 3.0, 2),
        ("C", 1.67, 3),
    ]
    lenient = only["judges"][1]
    assert (lenient["judge"], lenient["n"], lenient["mean"]) == ("J2", 3, 3.666667)
    assert lenient["sd"] == pytest.approx(1.527525)
    assert lenient["severity"] < 0
    low, high = only["entries"][0]["interval"]
    assert low < 4.33 < high


def test_the_published_tables_come_out_of_a_file(numbers):
    (shrout,) = numbers(as_file(SHROUT_FLEISS))
    unit = [row.split() for row in KRIPPENDORFF.strip().splitlines()]
    missing = [
        [float("nan") if cell == "." else cell for cell in row] for row in zip(*unit, strict=True)
    ]
    (krippendorff,) = numbers(as_file(missing))
    (zar,) = numbers(as_file(ZAR))

    printed = {"1,1": 0.17, "2,1": 0.29, "3,1": 0.71, "1,k": 0.44, "2,k": 0.62, "3,k": 0.91}
    assert shrout["agreement"]["total"]["icc"] == pytest.approx(printed, abs=0.005)
    assert shrout["variance"]["residual"] == pytest.approx(1.019, abs=0.001)
    assert krippendorff["agreement"]["C"]["alpha_interval"] == pytest.approx(0.849, abs=0.0005)
    assert krippendorff["agreement"]["C"]["alpha_ordinal"] == pytest.approx(0.815, abs=0.0005)
    assert krippendorff["agreement"]["C"]["icc"]["2,1"] is None
    assert krippendorff["agreement"]["C"]["kendall_w"] is None
    assert any("total, C" in note for note in krippendorff["notes"])
    assert zar["agreement"]["total"]["kendall_w"] == pytest.approx(0.9241, abs=0.0001)


@pytest.mark.skipif(
    not SKATING.is_dir(),
    reason=f"no real marks in {SKATING}; set AWARD_SHARED to the shared folder",
)
def test_every_official_olympic_score_is_reproduced(app):
    with (SKATING / "official.csv").open(newline="", encoding="utf-8") as file:
        official = list(csv.DictReader(file))
    options = ["--aggregate", "trimmed", "--round-each-step", "--json"]

    result = app.test_cli_runner().invoke(args=["analyse", str(SKATING / "marks.csv"), *options])

    ours = {
        (each["round"], one["entry"]): one
        for each in json.loads(result.output, parse_float=Decimal)["rounds"]
        for one in each["entries"]
    }
    assert len(ours) == 108
    assert len(official) == 540
    for row in official:
        one = ours[row["round"], row["entry"]]
        assert one["score"] == Decimal(row["total_component_score"])
        assert one["criteria"][row["criterion"]] == Decimal(row["panel_score"])


@pytest.mark.parametrize(("method", "score"), [("mean", 4.25), ("median", 3.5), ("trimmed", 3.5)])
def test_judges_values_are_aggregated_as_asked(numbers, method, score):
    table = as_file([[3, 4, 3, 7], [1, 1, 1, 1]])

    (only,) = numbers(table, "--aggregate", method)

    assert only["entries"][0]["score"] == score


def test_a_weight_multiplies_a_mark(numbers):
    content = "entry,judge,criterion,mark,weight\nA,J,x,4,2.5\nA,J,y,3,\nB,J,x,1,2.5\nB,J,y,1,1"

    (only,) = numbers(content)

    assert [one["score"] for one in only["entries"]] == [13.0, 3.5]
    assert only["entries"][0]["criteria"] == {"x": 4.0, "y": 3.0}


def test_rounds_are_apart_and_their_judges_strangers(numbers):
    content = "round,entry,judge,criterion,mark\nbabak 1,A,J,x,4\nbabak 2,A,J,x,2\n"

    first, second = numbers(content)

    assert (first["round"], first["entries"][0]["score"]) == ("babak 1", 4.0)
    assert (second["round"], second["entries"][0]["score"]) == ("babak 2", 2.0)


def test_a_spreadsheet_saved_in_indonesia_is_read(numbers):
    content = '\ufeffEntry;Judge;Criterion;Mark;Catatan\nA;J1;x;"4,25";baik\n\nA;J2;x;3,75;\n'

    (only,) = numbers(content)

    assert only["entries"][0]["score"] == 4.0


def test_a_mark_not_given_leaves_no_score_and_is_named(numbers):
    content = SMALL.replace("Dampak", "x") + "A,J1,y,4\nA,J2,y,\nB,J1,y,2\nB,J2,y,3\nB,J3,y,1\n"

    (only,) = numbers(content)

    results = {one["entry"]: one for one in only["entries"]}
    assert (results["A"]["score"], results["A"]["rank"], results["A"]["adjusted"]) == (None,) * 3
    assert results["A"]["criteria"] == {"x": 4.33, "y": None}
    assert results["B"]["rank"] == 1
    assert [note[:2] for note in only["notes"] if note.startswith(("A ", "C "))] == ["A ", "C "]


def test_thin_data_give_nulls_and_a_note_not_numbers(numbers):
    (only,) = numbers(f"{HEAD}\nA,J1,x,4\nB,J2,x,3\n")

    assert only["variance"] == {"entry": None, "judge": None, "residual": None}
    assert [one["severity"] for one in only["judges"]] == [None, None]
    assert [one["sd"] for one in only["judges"]] == [None, None]
    assert [(one["adjusted"], one["interval"]) for one in only["entries"]] == [
        (4.0, None),
        (3.0, None),
    ]
    assert only["agreement"]["total"]["alpha_interval"] is None
    assert len(only["notes"]) >= 3


def test_entries_nobody_has_marked_are_listed_last(numbers):
    (only,) = numbers(f"{HEAD}\nA,J1,x,\nB,J1,x,3\n")

    assert [(one["entry"], one["score"]) for one in only["entries"]] == [("B", 3.0), ("A", None)]


def test_a_file_without_a_single_mark_is_still_analysed(numbers):
    (only,) = numbers(f"{HEAD}\nA,J1,x,\n")

    assert only["judges"] == []
    assert only["agreement"]["total"]["kendall_w"] is None


def test_the_order_of_lines_changes_nothing(numbers):
    head, *lines = SMALL.strip().splitlines()

    assert numbers("\n".join([head, *reversed(lines)])) == numbers(SMALL)


def test_the_report_shows_entries_judges_agreement_and_cards(analyse):
    output = analyse(SMALL, "--places", "1", "--places", "2").output

    assert "A" in output
    assert "J2" in output
    assert "Dampak" in output
    assert "Line after place 1: margin 1.33 points" in output
    assert "Line after place 2: margin 1.33 points" in output
    assert "weights +-5 points" in output
    assert "variance: entries" in output


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("entry,judge,mark\nA,J,4\n", "line 1: there is no column criterion"),
        (f"{HEAD},mark\n", "line 1, column mark: there are two"),
        (f"{HEAD}\nA,J,x,empat\n", "line 2, column mark: 'empat' is not a number"),
        (f"{HEAD}\nA,J,x,nan\n", "line 2, column mark: 'nan' is not a number"),
        (f"{HEAD}\nA,J,x,-1\n", "line 2, column mark: -1 is not between 0 and"),
        (f"{HEAD}\nA,J,x,1e99\n", "line 2, column mark: 1e99 is not between 0 and"),
        (f"{HEAD}\nA,J,x,4\n\nA,,x,4\n", "line 4, column judge: is empty"),
        (
            f"{HEAD}\nA,J,x,4\nA,J,x,5\n",
            "line 3, column criterion: J has marked this entry already",
        ),
        (f"{HEAD}\nA,J,x,4\nA,J,x\n", "line 3: has 3 cells, the first line has 4"),
        (f"{HEAD},weight\nA,J,x,4,1\nB,J,x,4,2\n", "line 3, column weight: was 1 before for x"),
        (f"{HEAD}\n", "there are no marks in it"),
        ("", "there is no column entry"),
        (b"\xff\xfe\x00e", "is not a table in UTF-8"),
    ],
)
def test_a_bad_file_is_refused_in_one_line_that_names_the_place(analyse, content, said):
    result = analyse(content)

    assert result.exit_code == 1
    assert result.output.startswith("Error: marks.csv: ")
    assert said in result.output
    assert result.output.count("\n") == 1
