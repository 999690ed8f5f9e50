"""Real panels of nine judges: our arithmetic gives the published Olympic results, every one."""

import csv
import os
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from award.judging.scoring import Aggregate, Criterion, Rounding, entry_score, panel_scores

REPOSITORY = Path(__file__).parents[2]
SHARED = Path(os.environ.get("AWARD_SHARED", REPOSITORY.parent / "shared"))
DATA = SHARED / "real" / "skating-2018"
HIGHEST, LOWEST = Decimal(10), Decimal("0.25")

pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason=f"no real marks in {DATA}; set AWARD_SHARED to the shared folder"
)


def rows(name):
    with (DATA / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def performances():
    """(round, entry) -> judge -> criterion -> mark."""
    sheets = defaultdict(lambda: defaultdict(dict))
    for row in rows("marks.csv"):
        judge = sheets[row["round"], row["entry"]][row["judge"]]
        assert row["criterion"] not in judge
        judge[row["criterion"]] = Decimal(row["mark"])
    return sheets


@pytest.fixture(scope="module")
def rubrics():
    """round -> criteria; a factor of 1.6 makes the highest mark, 10.00, worth 16 points."""
    factors = {(row["round"], row["criterion"]): row["weight"] for row in rows("marks.csv")}
    rubrics = defaultdict(list)
    for (segment, key), factor in factors.items():
        rubrics[segment].append(Criterion(key, Decimal(factor) * HIGHEST, HIGHEST, LOWEST))
    return rubrics


def test_the_record_is_complete(performances):
    assert len(rows("marks.csv")) == 4_860
    assert len(performances) == 108
    assert {len(judges) for judges in performances.values()} == {9}


def test_every_official_panel_score_is_reproduced(performances, rubrics):
    official = {
        (row["round"], row["entry"], row["criterion"]): Decimal(row["panel_score"])
        for row in rows("official.csv")
    }

    ours = {
        (segment, entry, criterion): score
        for (segment, entry), judges in performances.items()
        for criterion, score in panel_scores(
            list(judges.values()), rubrics[segment], Aggregate.TRIMMED
        ).items()
    }

    assert len(ours) == 540
    assert ours == official


def test_every_official_total_is_reproduced(performances, rubrics):
    official = {
        (row["round"], row["entry"]): Decimal(row["total_component_score"])
        for row in rows("official.csv")
    }

    ours = {
        (segment, entry): entry_score(
            list(judges.values()), rubrics[segment], Aggregate.TRIMMED, Rounding.EACH_STEP
        ).score
        for (segment, entry), judges in performances.items()
    }

    assert len(ours) == 108
    assert ours == official


def test_the_rounding_policy_is_not_a_detail(performances, rubrics):
    differing = [
        (segment, entry)
        for (segment, entry), judges in performances.items()
        if len(
            {
                entry_score(
                    list(judges.values()), rubrics[segment], Aggregate.TRIMMED, rounding
                ).score
                for rounding in Rounding
            }
        )
        == 2
    ]

    assert len(differing) == 96
