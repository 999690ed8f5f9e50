"""Presentation day: running orders, their slots, and sheets typed from paper."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _orders()
    _keyings()
    with op.batch_alter_table("score_sheet") as sheet:
        sheet.add_column(
            sa.Column("on_paper", sa.Boolean(), server_default=sa.false(), nullable=False)
        )


def _orders() -> None:
    op.create_table(
        "running_order",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("starts", "ends", "talk", "questions", "change")
        ),
        sa.Column("breaks", sa.JSON(), nullable=False),
        sa.Column("lot", sa.String(length=40), nullable=False),
        sa.Column("open_to_all", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "talk > 0 AND questions >= 0 AND change >= 0", name=op.f("ck_running_order_minutes")
        ),
        sa.CheckConstraint(
            "0 <= starts AND starts < ends AND ends <= 1440", name=op.f("ck_running_order_hours")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_running_order_round_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_running_order")),
        sa.UniqueConstraint("round_id", name=op.f("uq_running_order_round_id")),
    )
    op.create_table(
        "slot",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["running_order.round_id"],
            name=op.f("fk_slot_round_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["round_id", "entry_id"],
            ["round_entry.round_id", "round_entry.entry_id"],
            name=op.f("fk_slot_round_id_entry_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("round_id", "entry_id", name=op.f("pk_slot")),
        sa.UniqueConstraint("round_id", "position", name=op.f("uq_slot_round_id_position")),
    )
    op.create_index(op.f("ix_slot_entry_id"), "slot", ["entry_id"])


def _keyings() -> None:
    op.create_table(
        "keying",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("keyer_id", sa.Integer(), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("keyed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("place IN (1, 2)", name=op.f("ck_keying_place")),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignment.id"],
            name=op.f("fk_keying_assignment_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["keyer_id"], ["user.id"], name=op.f("fk_keying_keyer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keying")),
        sa.UniqueConstraint(
            "assignment_id", "keyer_id", name=op.f("uq_keying_assignment_id_keyer_id")
        ),
        sa.UniqueConstraint("assignment_id", "place", name=op.f("uq_keying_assignment_id_place")),
    )


def downgrade() -> None:
    with op.batch_alter_table("score_sheet") as sheet:
        sheet.drop_column("on_paper")
    op.drop_table("keying")
    op.drop_table("slot")
    op.drop_table("running_order")
