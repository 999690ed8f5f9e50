"""What was issued: the database itself lets nobody change or remove it."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

FROZEN = {
    "batch": (
        "edition_id",
        "kind",
        "style",
        "design_version",
        "dated",
        "place",
        "signer_office",
        "signer_name",
        "signer_rank",
        "signer_nip",
        "issued_at",
        "issued_by_id",
    ),
    "certificate": (
        "batch_id",
        "edition_id",
        "kind",
        "serial",
        "number",
        "code",
        "subject",
        "entry_id",
        "facts",
        "courtesy",
        "replaces_id",
        "correction",
        "issued_at",
    ),
}
"""What stands from the moment of issue, by table."""

KEPT = {"batch": (), "certificate": ("sha256", "base_sha256", "courtesy_sha256")}
"""What stands once it has been set."""

JSON = ("style", "facts", "courtesy")
SENTENCE = "what was issued stands"


def upgrade() -> None:
    if _postgresql():
        op.execute(
            "CREATE FUNCTION refuse_after_issue() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}' "
            "USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
    for table in FROZEN:
        op.execute(_trigger(table, "UPDATE", _changed(table)))
        op.execute(_trigger(table, "DELETE", ""))


def _changed(table: str) -> str:
    differs = "IS DISTINCT FROM" if _postgresql() else "IS NOT"
    frozen = [f"OLD.{_plain(name)} {differs} NEW.{_plain(name)}" for name in FROZEN[table]]
    kept = [f"OLD.{name} <> '' AND OLD.{name} <> NEW.{name}" for name in KEPT[table]]
    return " OR ".join([*frozen, *kept])


def _plain(name: str) -> str:
    """PostgreSQL compares no JSON, only its text."""
    return f"{name}::text" if name in JSON and _postgresql() else name


def _trigger(table: str, act: str, when: str) -> str:
    head = f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} FOR EACH ROW"
    condition = f" WHEN ({when})" if when else ""
    if _postgresql():
        return f"{head}{condition} EXECUTE FUNCTION refuse_after_issue()"
    return f"{head}{condition} BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"


def downgrade() -> None:
    for table in FROZEN:
        for act in ("update", "delete"):
            on = f" ON {table}" if _postgresql() else ""
            op.execute(f"DROP TRIGGER {table}_no_{act}{on}")
    if _postgresql():
        op.execute("DROP FUNCTION refuse_after_issue()")


def _postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
