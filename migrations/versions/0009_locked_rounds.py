"""Locked rounds: from there on the database lets nobody write sheets, marks or assignments."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

SEALED = "('locked', 'decided', 'published')"
SENTENCE = "the round is locked"

ROUND_OF_SHEET = (
    "SELECT a.round_id FROM assignment a JOIN score_sheet s ON s.assignment_id = a.id"
    " WHERE s.id = {row}.sheet_id"
)
ROUNDS = {
    "assignment": "{row}.round_id",
    "score_sheet": "(SELECT a.round_id FROM assignment a WHERE a.id = {row}.assignment_id)",
    "mark": f"({ROUND_OF_SHEET})",
    "mark_change": f"({ROUND_OF_SHEET})",
}
"""The round that a row belongs to."""
ROWS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}

# A judge or an entry that moves to another agency takes the wall along into finished rounds too:
# the only change that the database itself makes here.
CASCADE = (
    "(OLD.round_id = NEW.round_id AND OLD.entry_id = NEW.entry_id AND OLD.judge_id = NEW.judge_id"
    " AND (OLD.judge_wall_id <> NEW.judge_wall_id OR OLD.entry_wall_id <> NEW.entry_wall_id))"
)


def _sealed(table, act):
    rounds = ", ".join(ROUNDS[table].format(row=row) for row in ROWS[act])
    found = f'EXISTS (SELECT 1 FROM round r WHERE r.id IN ({rounds}) AND r.state IN {SEALED})'
    return f"NOT {CASCADE} AND {found}" if (table, act) == ("assignment", "UPDATE") else found


def upgrade() -> None:
    op.add_column("round", sa.Column("reopened_at", sa.DateTime(timezone=True)))
    op.execute(
        "UPDATE round SET state = 'published' WHERE state = 'decided'"
        " AND edition_id IN (SELECT id FROM edition WHERE state = 'published')"
    )
    for table in ROUNDS:
        for act in ROWS:
            for statement in _trigger(table, act):
                op.execute(statement)


def _trigger(table, act):
    name = f"{table}_{act.lower()}_locked"
    if op.get_bind().dialect.name == "postgresql":
        back = "OLD" if act == "DELETE" else "NEW"
        yield (
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {_sealed(table, act)} THEN RAISE EXCEPTION '{SENTENCE}' "
            f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {back}; END $$"
        )
        yield (
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
        )
    else:
        yield (
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {_sealed(table, act)} "
            f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
        )


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in ROUNDS:
        for act in ROWS:
            name = f"{table}_{act.lower()}_locked"
            on = f" ON {table}" if postgresql else ""
            op.execute(f"DROP TRIGGER {name}{on}")
            if postgresql:
                op.execute(f"DROP FUNCTION {name}()")
    op.execute("UPDATE round SET state = 'decided' WHERE state = 'published'")
    op.execute("UPDATE round SET state = 'closed' WHERE state = 'locked'")
    op.drop_column("round", "reopened_at")
