"""How often a layout check was begun: one that ends the worker must not do so for ever."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("layout_check") as batch:
        batch.add_column(sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("layout_check") as batch:
        batch.alter_column("tries", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("layout_check") as batch:
        batch.drop_column("tries")
