"""What the role of web and worker may do in PostgreSQL, where another role owns the tables (ADR 0014)."""

from django.db import connection
from psycopg2 import sql

from core.audit.triggers import FOR_GOOD, ONLY_WITH


def granting(role: str) -> list[str]:
    """Return the statements that let a role work with everything and only read and add to the audit trail.

    Facts and waiting events may be deleted, where their triggers let them go.
    """
    named = sql.Identifier(role)
    trail, parting = _tables(FOR_GOOD), _tables(ONLY_WITH)
    patterns = [
        ("GRANT USAGE ON SCHEMA public TO {role}", {}),
        ("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}", {}),
        ("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}", {}),
        ("REVOKE UPDATE, DELETE ON {trail} FROM {role}", {"trail": trail}),
        ("REVOKE UPDATE ON {parting} FROM {role}", {"parting": parting}),
        ("REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}", {}),
    ]
    with connection.cursor() as cursor:
        return [sql.SQL(text).format(role=named, **parts).as_string(cursor.cursor) for text, parts in patterns]


def may_delete_events() -> bool:
    """Tell whether this process could delete events but for the triggers: on PostgreSQL, as the owner of the tables."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(current_user, 'audit_event', 'DELETE')")
        return bool(cursor.fetchone()[0])


def _tables(names: "dict[str, str] | tuple[str, ...]") -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(name) for name in names)
