"""Discussion after finishing: when a judge saw others' marks, and every mark changed after that."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("score_sheet", sa.Column("compared_at", sa.DateTime(timezone=True)))
    op.create_table(
        "mark_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("old", sa.Integer(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("old <> new", name=op.f("ck_mark_change_differs")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_mark_change_has_reason")),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["score_sheet.id"], name=op.f("fk_mark_change_sheet_id")
        ),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["criterion.id"], name=op.f("fk_mark_change_criterion_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark_change")),
    )
    for column in ("sheet_id", "criterion_id"):
        op.create_index(op.f(f"ix_mark_change_{column}"), "mark_change", [column])


def downgrade() -> None:
    op.drop_table("mark_change")
    op.drop_column("score_sheet", "compared_at")
