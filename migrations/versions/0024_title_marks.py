"""Titles that read the same are found by a mark."""

import hashlib
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

INDEX = "ix_entry_edition_id_title_mark"


def upgrade() -> None:
    # Without a batch, which on SQLite copies the table.
    mark = sa.Column("title_mark", sa.String(length=32), nullable=False, server_default=sa.text("''"))
    op.add_column("entry", mark)
    entry = sa.table("entry", sa.column("id"), sa.column("title"), sa.column("title_mark"))
    bind = op.get_bind()
    for number, title in bind.execute(sa.select(entry.c.id, entry.c.title)).all():
        bind.execute(entry.update().where(entry.c.id == number).values(title_mark=_mark(title)))
    op.create_index(INDEX, "entry", ["edition_id", "title_mark"])


def _mark(title: str) -> str:
    folded = " ".join(unicodedata.normalize("NFKC", title).casefold().split())
    spaced = "".join(" " if unicodedata.category(each)[0] == "P" else each for each in folded)
    plain = " ".join(spaced.split()) or folded
    return hashlib.sha256(plain.encode()).hexdigest()[:32]


def downgrade() -> None:
    op.drop_index(INDEX, table_name="entry")
    op.drop_column("entry", "title_mark")
