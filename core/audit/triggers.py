"""What the database itself refuses to do to the audit trail, whoever asks (ADR 0014).

Events, seals, leaves and words of disposal are never changed or deleted; facts go only where a disposal says so, and
an event stops waiting only where it has a leaf. Nothing here can be switched off by a setting. SQLite drops the
triggers of a table that a later migration remakes: such a migration ends with `create` again.
"""

from typing import Any

from django.db import connection

FOR_GOOD = ("audit_event", "audit_seal", "audit_leaf", "audit_disposed")
ONLY_WITH = {
    "audit_facts": "SELECT 1 FROM audit_disposed WHERE audit_disposed.event_id = OLD.event_id",
    "audit_unsealed": "SELECT 1 FROM audit_leaf WHERE audit_leaf.event_id = OLD.event_id",
}
"""Tables whose rows go only where another row says so, with the question for it."""
TAKEN = {
    "audit_event": "SELECT 1 FROM audit_event WHERE id = NEW.id OR (stream = NEW.stream AND number = NEW.number)",
    "audit_seal": "SELECT 1 FROM audit_seal WHERE number = NEW.number",
    "audit_leaf": "SELECT 1 FROM audit_leaf"
    " WHERE event_id = NEW.event_id OR (seal_id = NEW.seal_id AND position = NEW.position)",
    "audit_disposed": "SELECT 1 FROM audit_disposed WHERE event_id = NEW.event_id",
    "audit_facts": "SELECT 1 FROM audit_facts WHERE event_id = NEW.event_id",
    "audit_unsealed": "SELECT 1 FROM audit_unsealed WHERE event_id = NEW.event_id",
}
"""Whether a row's place is taken: INSERT OR REPLACE of SQLite would delete it without asking the triggers."""
GUARDED = (*FOR_GOOD, *ONLY_WITH)

REFUSED = "the audit trail is append-only"
RAISE = f"RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'restrict_violation';"


def create(apps: Any, schema_editor: Any) -> None:
    """Create the triggers of the engine, for `migrations.RunPython`."""
    statements = {"sqlite": _sqlite, "postgresql": _postgresql}[schema_editor.connection.vendor]()
    for statement in [*dropping(schema_editor.connection.vendor), *statements]:
        schema_editor.execute(statement)


def drop(apps: Any, schema_editor: Any) -> None:
    """Drop the triggers; only to go back behind the migration that made them."""
    for statement in dropping(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def missing() -> list[str]:
    """Name the triggers that do not stand in this database as `create` made them, or are switched off."""
    stands = _standing_sqlite() if connection.vendor == "sqlite" else _standing_postgresql()
    return sorted(set(names(connection.vendor)) - stands)


def _standing_sqlite() -> set[str]:
    """Return the triggers whose statement is the one they were made with."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        found = dict(cursor.fetchall())
    return {name for name, made in _made(_sqlite()) if found.get(name) == made}


def _standing_postgresql() -> set[str]:
    """Return the triggers that fire for everybody and whose definition and function are those they were made with."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.tgname, pg_get_triggerdef(t.oid, true), p.prosrc"
            " FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE t.tgenabled IN ('O', 'A') AND t.tgrelid::regclass::text = ANY(%s)",
            [list(GUARDED)],
        )
        found = {name: (definition, body.strip()) for name, definition, body in cursor.fetchall()}
    made = _postgresql()
    bodies = {name: body for name, body in map(_function_made, made) if name}
    return {
        name
        for name, statement in _made(made)
        if found.get(name) == (statement, bodies[statement.rpartition(" ")[2].removesuffix("()")])
    }


def names(vendor: str) -> list[str]:
    """Return the names of all triggers of an engine."""
    whens = ["update", "delete", "truncate" if vendor == "postgresql" else "replace"]
    return [f"{table}_no_{when}" for table in GUARDED for when in whens]


def _made(statements: list[str]) -> list[tuple[str, str]]:
    """Return the statements that make triggers, each with its name before."""
    return [(statement.split()[2], statement) for statement in statements if statement.startswith("CREATE TRIGGER")]


def _function_made(statement: str) -> tuple[str, str]:
    """Return name and body of a function that a statement makes, two empty texts for a trigger."""
    if not statement.startswith("CREATE OR REPLACE FUNCTION"):
        return "", ""
    return statement.split()[4].removesuffix("()"), statement.split("$$")[1].strip()


def dropping(vendor: str) -> list[str]:
    """Return the statements that drop all triggers."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {name}" for name in names(vendor)]
    return [f"DROP TRIGGER IF EXISTS {name} ON {name.rpartition('_no_')[0]}" for name in names(vendor)]


def _sqlite() -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    found = [f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}" for table in GUARDED]
    found += [f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}" for table in FOR_GOOD]
    found += [
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} WHEN NOT EXISTS ({said}) {refuse}"
        for table, said in ONLY_WITH.items()
    ]
    found += [
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN EXISTS ({taken}) {refuse}"
        for table, taken in TAKEN.items()
    ]
    return found


def _postgresql() -> list[str]:
    found = [_function("audit_refuse", RAISE)]
    for table in GUARDED:
        found += [_trigger(table, when, "audit_refuse") for when in ("update", "truncate")]
    found += [_trigger(table, "delete", "audit_refuse") for table in FOR_GOOD]
    for table, said in ONLY_WITH.items():
        found.append(_function(f"{table}_may_go", f"IF NOT EXISTS ({said}) THEN {RAISE} END IF; RETURN OLD;"))
        found.append(_trigger(table, "delete", f"{table}_may_go"))
    return found


def _function(name: str, body: str) -> str:
    return f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"


def _trigger(table: str, when: str, function: str) -> str:
    event = f"BEFORE {when.upper()} ON {table} FOR EACH {'STATEMENT' if when == 'truncate' else 'ROW'}"
    return f"CREATE TRIGGER {table}_no_{when} {event} EXECUTE FUNCTION {function}()"
