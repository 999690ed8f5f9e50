"""The day of the ceremony: when, where, who hands over; and who sits where."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ceremony",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("venue", sa.String(length=160), nullable=False),
        sa.Column("giver", sa.String(length=120), nullable=False),
        sa.Column("collector", sa.String(length=120), nullable=False),
        sa.Column("spare", sa.Integer(), nullable=False),
        sa.Column("label_columns", sa.Integer(), nullable=False),
        sa.Column("label_rows", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "spare BETWEEN 0 AND 100", name=op.f("ck_ceremony_spare_is_a_percentage")
        ),
        sa.CheckConstraint(
            "label_columns BETWEEN 2 AND 4 AND label_rows BETWEEN 4 AND 10",
            name=op.f("ck_ceremony_labels_fit_a_sheet"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_ceremony_edition_id")
        ),
        sa.PrimaryKeyConstraint("edition_id", name=op.f("pk_ceremony")),
    )
    op.create_table(
        "seat",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("label", sa.String(length=12), nullable=False),
        sa.CheckConstraint("label <> ''", name=op.f("ck_seat_has_label")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_seat_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "subject", name=op.f("pk_seat")),
        sa.UniqueConstraint("edition_id", "label", name=op.f("uq_seat_edition_id_label")),
    )


def downgrade() -> None:
    op.drop_table("seat")
    op.drop_table("ceremony")
