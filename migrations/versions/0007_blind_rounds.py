"""Blind rounds: a mark on the round, an alias per entry, clean copies of files, names to hide."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("round") as batch:
        batch.add_column(sa.Column("blind", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("round") as batch:
        batch.alter_column("blind", server_default=None)
    with op.batch_alter_table("round_entry") as batch:
        batch.add_column(sa.Column("alias", sa.String(12), nullable=True))
        batch.create_unique_constraint(batch.f("uq_round_entry_round_id_alias"), ["round_id", "alias"])
    op.create_table(
        "neutral_copy",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("finding", sa.String(20), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("held OR sha256 <> ''", name=op.f("ck_neutral_copy_shown_has_file")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_neutral_copy_document_id")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_neutral_copy")),
    )
    op.create_table(
        "hidden_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(150), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_hidden_name_entry_id")),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["user.id"], name=op.f("fk_hidden_name_added_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hidden_name")),
        sa.UniqueConstraint("entry_id", "name", name=op.f("uq_hidden_name_entry_id_name")),
    )


def downgrade() -> None:
    op.drop_table("hidden_name")
    op.drop_table("neutral_copy")
    with op.batch_alter_table("round_entry") as batch:
        batch.drop_constraint(batch.f("uq_round_entry_round_id_alias"), type_="unique")
        batch.drop_column("alias")
    with op.batch_alter_table("round") as batch:
        batch.drop_column("blind")
