"""Entries on which judges are far apart, and from where on they are."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

OPEN = sa.text("settled_at IS NULL")
NAMES = ("discrepancy_points", "discrepancy_levels")


def upgrade() -> None:
    with op.batch_alter_table("round") as batch:
        batch.add_column(
            sa.Column(NAMES[0], sa.String(length=60), nullable=False, server_default="20")
        )
        batch.add_column(sa.Column(NAMES[1], sa.Integer(), nullable=False, server_default="2"))
    with op.batch_alter_table("round") as batch:
        for name in NAMES:
            batch.alter_column(name, server_default=None)
    op.create_table(
        "discrepancy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("points", sa.String(length=60), nullable=False),
        sa.Column("levels", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("way", sa.String(length=20), nullable=True),
        sa.Column("judge_id", sa.Integer(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "settled_at IS NULL OR (way IS NOT NULL AND after IS NOT NULL)",
            name=op.f("ck_discrepancy_settled_some_way"),
        ),
        sa.CheckConstraint(
            "settled_at IS NULL OR way <> 'plenary' OR remark <> ''",
            name=op.f("ck_discrepancy_plenary_has_outcome"),
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_discrepancy_round_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_discrepancy_entry_id")),
        sa.ForeignKeyConstraint(
            ["round_id", "entry_id"],
            ["round_entry.round_id", "round_entry.entry_id"],
            name=op.f("fk_discrepancy_round_id_entry_id"),
        ),
        sa.ForeignKeyConstraint(["judge_id"], ["user.id"], name=op.f("fk_discrepancy_judge_id")),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["user.id"], name=op.f("fk_discrepancy_settled_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discrepancy")),
    )
    op.create_index(op.f("ix_discrepancy_round_id"), "discrepancy", ["round_id"])
    op.create_index(op.f("ix_discrepancy_entry_id"), "discrepancy", ["entry_id"])
    op.create_index(
        "ix_discrepancy_one_open",
        "discrepancy",
        ["round_id", "entry_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def downgrade() -> None:
    op.drop_table("discrepancy")
    with op.batch_alter_table("round") as batch:
        for name in NAMES:
            batch.drop_column(name)
