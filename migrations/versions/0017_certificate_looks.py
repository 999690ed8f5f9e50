"""Looks, signatories, people beside an entry; corrections, signatures and courtesy copies."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

IN_FORCE = sa.text("state NOT IN ('superseded', 'revoked')")
FILED = "state <> 'ready' OR sha256 <> ''"
FILED_BEFORE = "state NOT IN ('ready', 'revoked') OR sha256 <> ''"
HASHES = ("sha256", "base_sha256", "courtesy_sha256")


def upgrade() -> None:
    _signatory()
    _look()
    _honouree()
    _batch_has_a_style()
    _certificate_may_be_corrected_and_signed()


def _signatory() -> None:
    op.create_table(
        "signatory",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("rank", sa.String(length=120), nullable=False),
        sa.Column("nip", sa.String(length=30), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("picture", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signatory")),
    )


def _look() -> None:
    op.create_table(
        "look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("style", sa.JSON(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("signatory_id", sa.Integer(), nullable=True),
        sa.Column("courtesy", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_look_edition_id")),
        sa.ForeignKeyConstraint(
            ["signatory_id"], ["signatory.id"], name=op.f("fk_look_signatory_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look")),
        sa.UniqueConstraint("edition_id", "kind", name=op.f("uq_look_edition_id_kind")),
    )


def _honouree() -> None:
    op.create_table(
        "honouree",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_honouree_entry_id")),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["user.id"], name=op.f("fk_honouree_entered_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_honouree")),
        sa.UniqueConstraint(
            "entry_id", "kind", "name", name=op.f("uq_honouree_entry_id_kind_name")
        ),
    )


def _batch_has_a_style() -> None:
    build = "json_build_object" if _postgresql() else "json_object"
    with op.batch_alter_table("batch") as batch:
        batch.add_column(sa.Column("style", sa.JSON(), nullable=True))
    op.execute(f"UPDATE batch SET style = {build}('design', design)")
    with op.batch_alter_table("batch") as batch:
        batch.alter_column("style", existing_type=sa.JSON(), nullable=False)
        batch.drop_column("design")


def _certificate_may_be_corrected_and_signed() -> None:
    with op.batch_alter_table("certificate") as batch:
        for name in HASHES[1:]:
            batch.add_column(
                sa.Column(name, sa.String(length=64), nullable=False, server_default="")
            )
        batch.add_column(
            sa.Column("courtesy_size", sa.Integer(), nullable=False, server_default="0")
        )
        batch.add_column(
            sa.Column("correction", sa.String(length=500), nullable=False, server_default="")
        )
        for name in ("signed_at", "superseded_at"):
            batch.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
        for name in ("signature", "courtesy"):
            batch.add_column(sa.Column(name, sa.JSON(), nullable=True))
        batch.add_column(sa.Column("replaces_id", sa.Integer(), nullable=True))
    with op.batch_alter_table("certificate") as batch:
        for name in (*HASHES[1:], "courtesy_size", "correction"):
            batch.alter_column(name, server_default=None)
        batch.drop_constraint(op.f("uq_certificate_edition_id_kind_subject"), type_="unique")
        batch.create_foreign_key(
            op.f("fk_certificate_replaces_id"), "certificate", ["replaces_id"], ["id"]
        )
        batch.create_unique_constraint(op.f("uq_certificate_replaces_id"), ["replaces_id"])
        batch.drop_constraint(op.f("ck_certificate_ready_has_file"), type_="check")
        batch.create_check_constraint(op.f("ck_certificate_ready_has_file"), FILED)
        batch.create_check_constraint(
            op.f("ck_certificate_unsigned_has_base"), "state <> 'unsigned' OR base_sha256 <> ''"
        )
    for name in HASHES:
        op.create_index(op.f(f"ix_certificate_{name}"), "certificate", [name])
    op.create_index(
        "uq_certificate_in_force",
        "certificate",
        ["edition_id", "kind", "subject"],
        unique=True,
        sqlite_where=IN_FORCE,
        postgresql_where=IN_FORCE,
    )


def downgrade() -> None:
    """Corrected certificates go, and withdrawn ones whose recipient was honoured again: the older
    tables know one certificate a recipient, and none withdrawn before it was made."""
    op.execute("UPDATE certificate SET replaces_id = NULL")
    op.execute("DELETE FROM certificate WHERE state IN ('superseded', 'unsigned')")
    op.execute(
        "DELETE FROM certificate WHERE state = 'revoked' AND (sha256 = '' OR EXISTS ("
        "SELECT 1 FROM certificate AS newer WHERE newer.edition_id = certificate.edition_id "
        "AND newer.kind = certificate.kind AND newer.subject = certificate.subject "
        "AND newer.id > certificate.id))"
    )
    _certificate_as_before()
    read = "style->>'design'" if _postgresql() else "json_extract(style, '$.design')"
    with op.batch_alter_table("batch") as batch:
        batch.add_column(sa.Column("design", sa.String(length=40), nullable=True))
    op.execute(f"UPDATE batch SET design = {read}")
    with op.batch_alter_table("batch") as batch:
        batch.alter_column("design", existing_type=sa.String(length=40), nullable=False)
        batch.drop_column("style")
    for name in ("honouree", "look", "signatory"):
        op.drop_table(name)


def _certificate_as_before() -> None:
    op.drop_index("uq_certificate_in_force", table_name="certificate")
    for name in HASHES:
        op.drop_index(op.f(f"ix_certificate_{name}"), table_name="certificate")
    with op.batch_alter_table("certificate") as batch:
        batch.drop_constraint(op.f("ck_certificate_unsigned_has_base"), type_="check")
        batch.drop_constraint(op.f("ck_certificate_ready_has_file"), type_="check")
        batch.create_check_constraint(op.f("ck_certificate_ready_has_file"), FILED_BEFORE)
        batch.drop_constraint(op.f("uq_certificate_replaces_id"), type_="unique")
        batch.drop_constraint(op.f("fk_certificate_replaces_id"), type_="foreignkey")
        for name in (
            *HASHES[1:],
            "courtesy_size",
            "correction",
            "signed_at",
            "superseded_at",
            "signature",
            "courtesy",
            "replaces_id",
        ):
            batch.drop_column(name)
        batch.create_unique_constraint(
            op.f("uq_certificate_edition_id_kind_subject"), ["edition_id", "kind", "subject"]
        )


def _postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
