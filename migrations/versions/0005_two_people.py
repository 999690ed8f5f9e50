"""Proposals of acts that take two people; one that is over never changes again."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ACTS = ("UPDATE", "DELETE")
OPEN = sa.text("state = 'open'")
SENTENCE = "a proposal that is over stands"


def upgrade() -> None:
    op.create_table(
        "approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("basis", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lapses_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "confirmed_by_id IS NULL OR confirmed_by_id <> proposed_by_id",
            name=op.f("ck_approval_two_people"),
        ),
        sa.CheckConstraint(
            "(state = 'confirmed') = (confirmed_by_id IS NOT NULL)",
            name=op.f("ck_approval_confirmed_by_someone"),
        ),
        sa.CheckConstraint(
            "(state = 'open') = (closed_at IS NULL)", name=op.f("ck_approval_closed_has_date")
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_approval_has_reason")),
        sa.CheckConstraint(
            "state <> 'confirmed' OR remark <> ''", name=op.f("ck_approval_confirmed_has_remark")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["user.id"], name=op.f("fk_approval_proposed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["user.id"], name=op.f("fk_approval_confirmed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["user.id"], name=op.f("fk_approval_closed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
    )
    op.create_index(op.f("ix_approval_edition_id"), "approval", ["edition_id"])
    op.create_index(op.f("ix_approval_state"), "approval", ["state"])
    op.create_index(
        "ix_approval_one_open",
        "approval",
        ["kind", "subject_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    _refuse_changes()


def _refuse_changes() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:
        op.execute(
            "CREATE FUNCTION refuse_reopened_proposal() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}' "
            "USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
    for act in ACTS:
        start = f"CREATE TRIGGER approval_no_{act.lower()} BEFORE {act} ON approval"
        if postgresql:
            op.execute(
                f"{start} FOR EACH ROW WHEN (OLD.state <> 'open') "
                "EXECUTE FUNCTION refuse_reopened_proposal()"
            )
        else:
            op.execute(
                f"{start} WHEN OLD.state <> 'open' BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
            )


def downgrade() -> None:
    op.drop_table("approval")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_reopened_proposal()")
