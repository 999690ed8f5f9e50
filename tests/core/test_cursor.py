"""What a database says of the columns that it gives back."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import text

from award.core.db import db


def test_columns_of_an_answer_are_known_by_name_and_in_order(app: Flask) -> None:
    with db.engine.connect() as connection:
        cursor = connection.connection.cursor()
        cursor.execute("SELECT 1 AS satu, 'x' AS dua UNION SELECT 2, 'y' ORDER BY 1")
        assert [column[0] for column in cursor.description] == ["satu", "dua"]
        assert (len(cursor.description), cursor.description[1][0]) == (2, "dua")
        assert [tuple(row) for row in cursor.fetchall()] == [(1, "x"), (2, "y")]


def test_what_answers_nothing_has_no_columns(app: Flask) -> None:
    with db.engine.connect() as connection:
        cursor = connection.connection.cursor()
        cursor.execute("CREATE TEMPORARY TABLE fana (satu INTEGER)")
        assert cursor.description is None


def test_a_text_statement_gives_rows_that_know_their_names(app: Flask) -> None:
    row = db.session.execute(text("SELECT 1 AS satu, 'x' AS dua")).one()
    assert (row.satu, row.dua) == (1, "x")
