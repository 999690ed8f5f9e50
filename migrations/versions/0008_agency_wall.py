"""Panels, the register of conflicts, signed codes of conduct, and assignments that end.

The database itself refuses an assignment against a hard conflict, and a hard conflict against
an assignment that has not been ended.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WALL = "judge_wall_id <> entry_wall_id"
ENDED = "(ended_at IS NULL) = (ended_reason IS NULL) AND (ended_at IS NULL) = (ending IS NULL)"

BARRED = """
EXISTS (SELECT 1 FROM conflict c WHERE c.person_id = NEW.judge_id
  AND c.kind <> 'other' AND c.lifted_at IS NULL
  AND (c.entry_id = NEW.entry_id OR c.wall_id = NEW.entry_wall_id))
OR EXISTS (SELECT 1 FROM former_agency f WHERE f.user_id = NEW.judge_id
  AND f.wall_id = NEW.entry_wall_id AND f.bars_until >= {made_on})
"""
SITTING = """
EXISTS (SELECT 1 FROM assignment a JOIN round r ON r.id = a.round_id
  JOIN edition e ON e.id = r.edition_id
  WHERE a.ended_at IS NULL AND e.state <> 'published' AND a.judge_id = {person} AND ({same}))
"""
SAME_MATTER = "a.entry_id = NEW.entry_id OR a.entry_wall_id = NEW.wall_id"
SAME_AGENCY = "a.entry_wall_id = NEW.wall_id AND NEW.bars_until >= {made_on}"

MADE_ON = {
    "sqlite": "date({0}.made_at, '+8 hours')",
    "postgresql": "({0}.made_at AT TIME ZONE 'Asia/Makassar')::date",
}
"""The date in Badung on which an assignment was made."""


def guards():
    """Each guarded table: when it is looked at, who is concerned, what is refused."""
    made_on = MADE_ON[op.get_bind().dialect.name]
    sitting = SITTING.format(person="NEW.person_id", same=SAME_MATTER)
    left = SITTING.format(
        person="NEW.user_id", same=SAME_AGENCY.format(made_on=made_on.format("a"))
    )
    return (
        (
            "assignment",
            "judge_id, entry_id, ended_at",
            "NEW.judge_id",
            f"NEW.ended_at IS NULL AND ({BARRED.format(made_on=made_on.format('NEW'))})",
            "a conflict of interest bars this judge",
        ),
        (
            "conflict",
            "person_id, kind, entry_id, wall_id, lifted_at",
            "NEW.person_id",
            f"NEW.kind <> 'other' AND NEW.lifted_at IS NULL AND {sitting}",
            "the person still judges this entry",
        ),
        (
            "former_agency",
            "user_id, wall_id, bars_until",
            "NEW.user_id",
            left,
            "the person still judges an entry of this agency",
        ),
    )


def upgrade() -> None:
    _tables()
    with op.batch_alter_table("round_entry") as batch:
        batch.add_column(sa.Column("wishes", sa.String(length=300), nullable=True))
    with op.batch_alter_table("assignment") as batch:
        batch.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("ending", sa.String(length=20), nullable=True))
        batch.add_column(sa.Column("ended_reason", sa.String(length=500), nullable=True))
        batch.add_column(sa.Column("ended_by_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_assignment_ended_by_id"), "user", ["ended_by_id"], ["id"]
        )
        batch.drop_constraint(op.f("ck_assignment_agency_wall"), type_="check")
        batch.create_check_constraint(
            op.f("ck_assignment_agency_wall"), f"{WALL} OR ended_at IS NOT NULL"
        )
        batch.create_check_constraint(op.f("ck_assignment_ended_for_reason"), ENDED)
    for guard in guards():
        _refuse(*guard)


def _tables() -> None:
    agency = {"onupdate": "CASCADE"}
    op.create_table(
        "former_agency",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("wall_id", sa.Integer(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=False),
        sa.Column("bars_until", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "bars_until >= left_on", name=op.f("ck_former_agency_bars_after_leaving")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "wall_id"],
            ["agency.id", "agency.root_id"],
            name=op.f("fk_former_agency_agency_id_wall_id"),
            **agency,
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_former_agency_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_agency")),
        sa.UniqueConstraint(
            "user_id",
            "agency_id",
            "left_on",
            name=op.f("uq_former_agency_user_id_agency_id_left_on"),
        ),
    )
    op.create_table(
        "panel_seat",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("judge_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("cap", sa.Integer(), nullable=True),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("expertise", sa.String(length=300), nullable=False),
        sa.CheckConstraint("cap IS NULL OR cap >= 0", name=op.f("ck_panel_seat_cap_counts")),
        sa.CheckConstraint(
            "target IS NULL OR target >= 0", name=op.f("ck_panel_seat_target_counts")
        ),
        sa.ForeignKeyConstraint(["judge_id"], ["user.id"], name=op.f("fk_panel_seat_judge_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_panel_seat_round_id")),
        sa.PrimaryKeyConstraint("round_id", "judge_id", name=op.f("pk_panel_seat")),
    )
    op.create_index(op.f("ix_panel_seat_judge_id"), "panel_seat", ["judge_id"])
    op.create_table(
        "pledge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("judge_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.Column("edition_version", sa.Integer(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_pledge_edition_id")),
        sa.ForeignKeyConstraint(["judge_id"], ["user.id"], name=op.f("fk_pledge_judge_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge")),
        sa.UniqueConstraint(
            "judge_id",
            "edition_id",
            "text_sha256",
            name=op.f("uq_pledge_judge_id_edition_id_text_sha256"),
        ),
    )
    op.create_index(op.f("ix_pledge_edition_id"), "pledge", ["edition_id"])
    op.create_table(
        "conflict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("wall_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declared_by_id", sa.Integer(), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        sa.Column("lifted_reason", sa.String(length=500), nullable=True),
        sa.CheckConstraint(
            "(entry_id IS NULL) <> (agency_id IS NULL)"
            " AND (agency_id IS NULL) = (wall_id IS NULL)",
            name=op.f("ck_conflict_entry_or_agency"),
        ),
        sa.CheckConstraint(
            "(lifted_at IS NULL) = (lifted_reason IS NULL)",
            name=op.f("ck_conflict_lifted_for_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "wall_id"],
            ["agency.id", "agency.root_id"],
            name=op.f("fk_conflict_agency_id_wall_id"),
            **agency,
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_conflict_entry_id")),
        sa.ForeignKeyConstraint(["person_id"], ["user.id"], name=op.f("fk_conflict_person_id")),
        sa.ForeignKeyConstraint(
            ["declared_by_id"], ["user.id"], name=op.f("fk_conflict_declared_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["lifted_by_id"], ["user.id"], name=op.f("fk_conflict_lifted_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict")),
    )
    op.create_index(op.f("ix_conflict_entry_id"), "conflict", ["entry_id"])
    op.create_index(
        op.f("ix_conflict_person_id_entry_id"), "conflict", ["person_id", "entry_id"]
    )


def _refuse(table: str, columns: str, person: str, when: str, sentence: str) -> None:
    acts = {"insert": "INSERT", "update": f"UPDATE OF {columns}"}
    if op.get_bind().dialect.name == "postgresql":
        # The lock makes two transactions that concern one person see each other.
        op.execute(
            f"CREATE FUNCTION refuse_{table}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN PERFORM pg_advisory_xact_lock(14007, {person}); "
            f"IF {when} THEN RAISE EXCEPTION '{sentence}' "
            "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
        )
    for name, act in acts.items():
        if op.get_bind().dialect.name == "postgresql":
            op.execute(
                f"CREATE TRIGGER {table}_wall_{name} BEFORE {act} ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION refuse_{table}()"
            )
        else:
            op.execute(
                f"CREATE TRIGGER {table}_wall_{name} BEFORE {act} ON {table} WHEN {when} "
                f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
            )


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table, *_ in guards():
        for act in ("insert", "update"):
            on = f" ON {table}" if postgresql else ""
            op.execute(f"DROP TRIGGER {table}_wall_{act}{on}")
        if postgresql:
            op.execute(f"DROP FUNCTION refuse_{table}()")
    _forget_what_ended()
    with op.batch_alter_table("assignment") as batch:
        batch.drop_constraint(op.f("ck_assignment_ended_for_reason"), type_="check")
        batch.drop_constraint(op.f("ck_assignment_agency_wall"), type_="check")
        batch.create_check_constraint(op.f("ck_assignment_agency_wall"), WALL)
        batch.drop_constraint(op.f("fk_assignment_ended_by_id"), type_="foreignkey")
        for name in ("ended_by_id", "ended_reason", "ending", "ended_at"):
            batch.drop_column(name)
    with op.batch_alter_table("round_entry") as batch:
        batch.drop_column("wishes")
    for table in ("conflict", "pledge", "panel_seat", "former_agency"):
        op.drop_table(table)


def _forget_what_ended() -> None:
    # Before this step an assignment that ended was no longer there: it would count again.
    ended = "(SELECT id FROM assignment WHERE ended_at IS NOT NULL)"
    sheets = f"(SELECT id FROM score_sheet WHERE assignment_id IN {ended})"
    op.execute(f"DELETE FROM mark WHERE sheet_id IN {sheets}")
    op.execute(f"DELETE FROM score_sheet WHERE assignment_id IN {ended}")
    op.execute("DELETE FROM assignment WHERE ended_at IS NOT NULL")
