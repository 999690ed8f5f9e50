"""Entries of an organiser's agency have external judges only: the database says so too."""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

ACTS = {"insert": "INSERT", "update": "UPDATE OF judge_id, entry_id, ended_at"}
SENTENCE = "only external judges have entries of an organiser''s agency"
INTERNAL = """
NEW.ended_at IS NULL
AND EXISTS (SELECT 1 FROM "user" j JOIN agency a ON a.id = j.agency_id
  WHERE j.id = NEW.judge_id AND a.kind <> 'luar')
AND EXISTS (SELECT 1 FROM "user" o JOIN role_grant g ON g.user_id = o.id
  WHERE g.role = 'organiser' AND o.active AND o.wall_id = NEW.entry_wall_id)
"""


def upgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:
        op.execute(
            "CREATE FUNCTION refuse_internal_judge() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF {INTERNAL} THEN RAISE EXCEPTION '{SENTENCE}' "
            "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
        )
    for name, act in ACTS.items():
        head = f"CREATE TRIGGER assignment_external_{name} BEFORE {act} ON assignment"
        if postgresql:
            op.execute(f"{head} FOR EACH ROW EXECUTE FUNCTION refuse_internal_judge()")
        else:
            op.execute(f"{head} WHEN {INTERNAL} BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END")


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name in ACTS:
        on = " ON assignment" if postgresql else ""
        op.execute(f"DROP TRIGGER assignment_external_{name}{on}")
    if postgresql:
        op.execute("DROP FUNCTION refuse_internal_judge()")
