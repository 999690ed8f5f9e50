"""The book of one category as the database tells it: what a simulation of rules works on."""

from __future__ import annotations

from sqlalchemy import select

from award.competitions import blueprint as bp
from award.competitions.models import Category, Edition
from award.competitions.queries import blueprint_of
from award.core.db import db
from award.entries.models import Entry
from award.judging.models import Assignment, Mark, RoundEntry, ScoreSheet
from award.judging.states import SheetState
from award.people.models import Agency
from award.results.course import finalists_round, scoring_rounds
from award.results.queries import rulings
from award.results.queries.lines import places_of_edition
from award.results.queries.placing import votes_of
from award.results.replay.book import FINISHED, Book
from award.results.simulation import Impact, impacts


def simulated(edition: Edition, category: Category) -> tuple[list[Impact], dict[int, str]]:
    """The impact of each rule on a category, and the titles of its entries."""
    book, classes, titles = book_of(edition, category)
    cut = _cut(edition)
    return impacts(book, places_of_edition(edition), classes, cut), titles


def _cut(edition: Edition) -> int | None:
    after, rounds = finalists_round(edition), scoring_rounds(edition)
    return None if after is None else rounds[rounds.index(after) - 1].id


def book_of(edition: Edition, category: Category) -> tuple[Book, dict[str, str], dict[int, str]]:
    """Rules, entries, finished sheets and votes, with the classes and titles of the entries."""
    book = Book(document=bp.to_document(blueprint_of(edition)))
    book.round_keys = {each.id: each.key for each in edition.rounds}
    book.category_keys = {each.id: each.key for each in edition.categories}
    rows = db.session.execute(
        select(Entry.id, Entry.title, Agency.participant_class)
        .join(Agency, Agency.id == Entry.agency_id)
        .where(Entry.edition_id == edition.id, Entry.category_id == category.id)
    ).all()
    book.category_of = dict.fromkeys((row.id for row in rows), category.id)
    _fill(book, edition, category)
    mine = (Entry.edition_id == edition.id, Entry.category_id == category.id)
    book.out = set(db.session.scalars(select(Entry.id).where(*mine, Entry.id.in_(rulings.out()))))
    for each in (*scoring_rounds(edition), None):
        book.votes[each.id if each else None] |= votes_of(edition, each)
    return (
        book,
        {str(row.id): row.participant_class for row in rows},
        {row.id: row.title for row in rows},
    )


def _fill(book: Book, edition: Edition, category: Category) -> None:
    rounds = [each.id for each in scoring_rounds(edition)]
    keys = {one.id: one.key for each in scoring_rounds(edition) for one in each.criteria}
    inside = select(RoundEntry.round_id, RoundEntry.entry_id).join(RoundEntry.entry)
    mine = Entry.category_id == category.id
    for round_id, entry_id in db.session.execute(
        inside.where(RoundEntry.round_id.in_(rounds), mine)
    ):
        book.inside[round_id].add(entry_id)
    marks = (
        select(Assignment.round_id, Assignment.entry_id, Assignment.judge_id)
        .add_columns(Mark.criterion_id, Mark.level)
        .join(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
        .join(Mark, Mark.sheet_id == ScoreSheet.id)
        .join(Assignment.entry)
        .where(
            Assignment.round_id.in_(rounds),
            Assignment.standing,
            ScoreSheet.state == SheetState.FINISHED,
            mine,
        )
    )
    found: dict[tuple[int, int, int], dict[str, dict[str, int | None]]] = {}
    for round_id, entry_id, judge_id, criterion_id, level in db.session.execute(marks):
        sheet = found.setdefault((round_id, entry_id, judge_id), {})
        sheet[keys[criterion_id]] = {"level": level}
    book.sheets = {seat: {"state": FINISHED, "marks": given} for seat, given in found.items()}
