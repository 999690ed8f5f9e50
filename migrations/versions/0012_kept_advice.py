"""Advice about large rounds, which the worker computes."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_advice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_kept_advice_edition_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_kept_advice_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_advice")),
    )
    op.create_index(
        op.f("ix_kept_advice_edition_id_round_id"), "kept_advice", ["edition_id", "round_id"]
    )


def downgrade() -> None:
    op.drop_table("kept_advice")
