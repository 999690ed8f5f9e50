"""Entries that two organisers took out of the competition."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

STANDING = sa.text("lifted_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "disqualification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approval_id", sa.Integer(), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_approval_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(lifted_at IS NULL) = (lifted_approval_id IS NULL)",
            name=op.f("ck_disqualification_lifted_by_two_people"),
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entry.id"], name=op.f("fk_disqualification_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_disqualification_round_id")
        ),
        sa.ForeignKeyConstraint(
            ["approval_id"], ["approval.id"], name=op.f("fk_disqualification_approval_id")
        ),
        sa.ForeignKeyConstraint(
            ["lifted_approval_id"],
            ["approval.id"],
            name=op.f("fk_disqualification_lifted_approval_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disqualification")),
        sa.UniqueConstraint("approval_id", name=op.f("uq_disqualification_approval_id")),
        sa.UniqueConstraint(
            "lifted_approval_id", name=op.f("uq_disqualification_lifted_approval_id")
        ),
    )
    op.create_index(op.f("ix_disqualification_entry_id"), "disqualification", ["entry_id"])
    op.create_index(
        "ix_disqualification_one_standing",
        "disqualification",
        ["entry_id"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )


def downgrade() -> None:
    op.drop_table("disqualification")
