"""Snapshots of results with their papers, objections, overrides and dissent."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

FIXED = ("result_snapshot", "result_override", "dissent")
"""Tables whose rows nobody changes or removes."""
ACTS = ("UPDATE", "DELETE")


def upgrade() -> None:
    op.add_column(
        "edition", sa.Column("objections_until", sa.DateTime(timezone=True), nullable=True)
    )
    op.create_table(
        "result_snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("ledger_seq", sa.Integer(), nullable=False),
        sa.Column("ledger_head", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        _belongs("result_snapshot", "edition_id", "edition"),
        _belongs("result_snapshot", "made_by_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_snapshot")),
        sa.UniqueConstraint(
            "edition_id", "number", name=op.f("uq_result_snapshot_edition_id_number")
        ),
    )
    op.create_table(
        "result_paper",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        _belongs("result_paper", "snapshot_id", "result_snapshot"),
        sa.PrimaryKeyConstraint("snapshot_id", "kind", name=op.f("pk_result_paper")),
    )
    _objections()
    _overrides()
    op.create_table(
        "dissent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("judge_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _belongs("dissent", "edition_id", "edition"),
        _belongs("dissent", "judge_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dissent")),
    )
    op.create_index(op.f("ix_dissent_edition_id"), "dissent", ["edition_id"])
    for table in FIXED:
        for act in ACTS:
            op.execute(_trigger(table, act))


def _belongs(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def _objections() -> None:
    op.create_table(
        "objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filed_by_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(state = 'open') = (answered_at IS NULL)"
            " AND (state = 'open') = (answered_by_id IS NULL)",
            name=op.f("ck_objection_answered_has_date"),
        ),
        sa.CheckConstraint(
            "state = 'open' OR answer <> ''", name=op.f("ck_objection_answered_has_reason")
        ),
        _belongs("objection", "edition_id", "edition"),
        _belongs("objection", "snapshot_id", "result_snapshot"),
        _belongs("objection", "entry_id", "entry"),
        _belongs("objection", "filed_by_id", "user"),
        _belongs("objection", "answered_by_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
    )
    op.create_index(op.f("ix_objection_edition_id"), "objection", ["edition_id"])
    op.create_index(op.f("ix_objection_entry_id"), "objection", ["entry_id"])


def _overrides() -> None:
    op.create_table(
        "result_override",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("place", sa.String(length=20), nullable=False),
        sa.Column("computed_outcome", sa.String(length=20), nullable=False),
        sa.Column("computed_place", sa.String(length=20), nullable=False),
        sa.Column("computed_rank", sa.Integer(), nullable=True),
        sa.Column("computed_score", sa.String(length=60), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("first_id <> second_id", name=op.f("ck_result_override_two_people")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_result_override_has_reason")),
        sa.CheckConstraint(
            "outcome <> 'winner' OR place <> ''", name=op.f("ck_result_override_winner_has_place")
        ),
        _belongs("result_override", "edition_id", "edition"),
        _belongs("result_override", "entry_id", "entry"),
        _belongs("result_override", "first_id", "user"),
        _belongs("result_override", "second_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_override")),
    )
    op.create_index(
        op.f("ix_result_override_edition_id_entry_id"),
        "result_override",
        ["edition_id", "entry_id"],
    )


def _trigger(table: str, act: str) -> str:
    name = f"{table}_no_{act.lower()}"
    if op.get_bind().dialect.name == "postgresql":
        return (
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
    return (
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


def downgrade() -> None:
    for table in ("dissent", "result_override", "objection", "result_paper", "result_snapshot"):
        op.drop_table(table)
    op.drop_column("edition", "objections_until")
