"""Decisions of a published edition: the database itself lets nobody change or remove them."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ACTS = ("UPDATE", "DELETE")
PUBLISHED = "(SELECT state FROM edition WHERE id = OLD.edition_id) = 'published'"
SENTENCE = "decisions of a published edition stand"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_after_publication() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF {PUBLISHED} THEN RAISE EXCEPTION '{SENTENCE}' "
            "USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
        )
    for act in ACTS:
        op.execute(_trigger(act))


def _trigger(act: str) -> str:
    name = f"decision_no_{act.lower()}"
    if op.get_bind().dialect.name == "postgresql":
        return (
            f"CREATE TRIGGER {name} BEFORE {act} ON decision "
            "FOR EACH ROW EXECUTE FUNCTION refuse_after_publication()"
        )
    return (
        f"CREATE TRIGGER {name} BEFORE {act} ON decision WHEN {PUBLISHED} "
        f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
    )


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for act in ACTS:
        on = " ON decision" if postgresql else ""
        op.execute(f"DROP TRIGGER decision_no_{act.lower()}{on}")
    if postgresql:
        op.execute("DROP FUNCTION refuse_after_publication()")
