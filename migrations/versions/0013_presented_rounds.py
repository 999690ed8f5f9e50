"""How long entries are presented in a round; the shipped presentation round gets its 7 + 13."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("round") as batch:
        batch.add_column(sa.Column("talk_minutes", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("question_minutes", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE round SET talk_minutes = 7, question_minutes = 13 WHERE key = 'presentasi'"
    )


def downgrade() -> None:
    with op.batch_alter_table("round") as batch:
        batch.drop_column("question_minutes")
        batch.drop_column("talk_minutes")
