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

KEPT = {
    "batch": {},
    "certificate": {
        "sha256": "''",
        "size": "0",
        "base_sha256": "''",
        "courtesy_sha256": "''",
        "courtesy_size": "0",
        "signed_at": "NULL",
        "signature": "NULL",
        "superseded_at": "NULL",
        "revoked_at": "NULL",
        "revoked_reason": "''",
    },
}
"""What stands once it has been set, with what stands before."""

FINAL = "OLD.state IN ('superseded', 'revoked') AND OLD.state <> NEW.state"
JSON = ("style", "facts", "courtesy", "signature")
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
        if _postgresql():
            op.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_after_issue()"
            )


def _changed(table: str) -> str:
    differs = "IS DISTINCT FROM" if _postgresql() else "IS NOT"
    changed = {
        name: f"OLD.{_plain(name)} {differs} NEW.{_plain(name)}"
        for name in (*FROZEN[table], *KEPT[table])
    }
    kept = [
        f"OLD.{_plain(name)} {differs} {empty} AND {changed[name]}"
        for name, empty in KEPT[table].items()
    ]
    final = [FINAL] if table == "certificate" else []
    return " OR ".join([*(changed[name] for name in FROZEN[table]), *kept, *final])


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
        for act in ("update", "delete", "truncate") if _postgresql() else ("update", "delete"):
            on = f" ON {table}" if _postgresql() else ""
            op.execute(f"DROP TRIGGER {table}_no_{act}{on}")
    if _postgresql():
        op.execute("DROP FUNCTION refuse_after_issue()")


def _postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
