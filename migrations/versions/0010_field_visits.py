"""Field verification: visits, claims, photos, matters for the plenary, and counted levels."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ROUND_ENTRY = (["round_id", "entry_id"], ["round_entry.round_id", "round_entry.entry_id"])


def upgrade() -> None:
    _counted_levels()
    _visits()
    _claims()
    _photos()
    _referrals()


def _counted_levels() -> None:
    op.add_column(
        "criterion", sa.Column("source", sa.String(length=20), nullable=False, server_default="")
    )
    with op.batch_alter_table("criterion") as batch:
        batch.alter_column("source", existing_type=sa.String(length=20), server_default=None)
    op.create_table(
        "computed_level",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(*ROUND_ENTRY, name=op.f("fk_computed_level_round_id_entry_id")),
        sa.PrimaryKeyConstraint("round_id", "entry_id", "source", name=op.f("pk_computed_level")),
    )


def _visits() -> None:
    op.create_table(
        "visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("checklist", sa.String(length=20), nullable=False),
        sa.Column("percent", sa.String(length=60), nullable=True),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_by_id", sa.Integer(), nullable=True),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "checklist <> 'finished' OR (level IS NOT NULL AND percent IS NOT NULL"
            " AND finished_at IS NOT NULL)",
            name=op.f("ck_visit_finished_has_level"),
        ),
        sa.CheckConstraint(
            "state <> 'cancelled' OR reason <> ''", name=op.f("ck_visit_cancelled_has_reason")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_visit_round_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_visit_entry_id")),
        sa.ForeignKeyConstraint(
            ["finished_by_id"], ["user.id"], name=op.f("fk_visit_finished_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["planned_by_id"], ["user.id"], name=op.f("fk_visit_planned_by_id")
        ),
        sa.ForeignKeyConstraint(*ROUND_ENTRY, name=op.f("fk_visit_round_id_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("round_id", "entry_id", name=op.f("uq_visit_round_id_entry_id")),
    )
    op.create_index(op.f("ix_visit_entry_id"), "visit", ["entry_id"])


def _claims() -> None:
    op.create_table(
        "claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("section", sa.String(length=60), nullable=False),
        sa.Column("impact", sa.Boolean(), nullable=False),
        sa.Column("verdict", sa.String(length=20), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("answer_key", sa.String(length=64), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "verdict IS NULL OR verdict <> 'unverifiable' OR note <> ''",
            name=op.f("ck_claim_unverifiable_has_reason"),
        ),
        sa.CheckConstraint(
            "verdict IS NULL OR (answered_at IS NOT NULL AND answered_by_id IS NOT NULL)",
            name=op.f("ck_claim_verdict_has_author"),
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_claim_visit_id")),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["user.id"], name=op.f("fk_claim_answered_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
    )
    op.create_index(op.f("ix_claim_visit_id_position"), "claim", ["visit_id", "position"])


def _photos() -> None:
    op.create_table(
        "photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("small_sha256", sa.String(length=64), nullable=False),
        sa.Column("original_sha256", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_from", sa.String(length=20), nullable=False),
        sa.Column("latitude", sa.String(length=60), nullable=True),
        sa.Column("longitude", sa.String(length=60), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(latitude IS NULL) = (longitude IS NULL)", name=op.f("ck_photo_position_is_whole")
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_photo_claim_id")),
        sa.ForeignKeyConstraint(["added_by_id"], ["user.id"], name=op.f("fk_photo_added_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo")),
        sa.UniqueConstraint("claim_id", "key", name=op.f("uq_photo_claim_id_key")),
    )


def _referrals() -> None:
    op.create_table(
        "referral",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state <> 'settled' OR (outcome IS NOT NULL AND reason <> ''"
            " AND settled_at IS NOT NULL AND settled_by_id IS NOT NULL)",
            name=op.f("ck_referral_settled_has_reason"),
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_referral_claim_id")),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["user.id"], name=op.f("fk_referral_settled_by_id")
        ),
        sa.ForeignKeyConstraint(*ROUND_ENTRY, name=op.f("fk_referral_round_id_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
        sa.UniqueConstraint("claim_id", name=op.f("uq_referral_claim_id")),
    )
    op.create_index(
        op.f("ix_referral_round_id_entry_id"), "referral", ["round_id", "entry_id"]
    )


def downgrade() -> None:
    for table in ("referral", "photo", "claim", "visit", "computed_level"):
        op.drop_table(table)
    with op.batch_alter_table("criterion") as batch:
        batch.drop_column("source")
