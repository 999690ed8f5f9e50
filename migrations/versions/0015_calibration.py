"""Practice on sample entries, in tables of its own: nothing that counts refers to them."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calibration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_calibration_round_id")),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["user.id"], name=op.f("fk_calibration_opened_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration")),
        sa.UniqueConstraint("round_id", name=op.f("uq_calibration_round_id")),
    )
    op.create_table(
        "sample",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("calibration_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["calibration_id"], ["calibration.id"], name=op.f("fk_sample_calibration_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sample")),
        sa.UniqueConstraint(
            "calibration_id", "position", name=op.f("uq_sample_calibration_id_position")
        ),
    )
    op.create_table(
        "sample_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sample_id", sa.Integer(), nullable=False),
        sa.Column("judge_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("total", sa.String(60), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state <> 'finished' OR (total IS NOT NULL AND finished_at IS NOT NULL)",
            name=op.f("ck_sample_sheet_finished_is_complete"),
        ),
        sa.ForeignKeyConstraint(
            ["sample_id"], ["sample.id"], name=op.f("fk_sample_sheet_sample_id")
        ),
        sa.ForeignKeyConstraint(["judge_id"], ["user.id"], name=op.f("fk_sample_sheet_judge_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sample_sheet")),
        sa.UniqueConstraint(
            "sample_id", "judge_id", name=op.f("uq_sample_sheet_sample_id_judge_id")
        ),
    )
    op.create_index(op.f("ix_sample_sheet_judge_id"), "sample_sheet", ["judge_id"])


def downgrade() -> None:
    op.drop_table("sample_sheet")
    op.drop_table("sample")
    op.drop_table("calibration")
