"""Pairs of neighbouring signs, by which PostgreSQL finds a rare word without reading the table (ADR 0024).

A migration makes the function `bigrams` and an index over it; SQLite, which runs where a city has some thousands of
accounts, reads the narrow table through.
"""

from typing import Any

from django.db.models import BooleanField, Expression, F

from core.slots import Slot

# Unsafe for parallel plans on purpose: to start two workers takes longer than any search, and a branch that turns out
# not to be needed would start them all the same.
FUNCTION = """
CREATE OR REPLACE FUNCTION bigrams(written text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL UNSAFE AS $$
    SELECT coalesce(array_agg(DISTINCT substr(line, place, 2)), '{}')
    FROM unnest(string_to_array(written, E'\\n')) AS line, generate_series(1, length(line) - 1) AS place
$$
"""
INDEX = "CREATE INDEX finding_bigrams ON accounts_finding USING gin (bigrams(text))"


def create(apps: Any, schema_editor: Any) -> None:
    """Make function and index on PostgreSQL, for `migrations.RunPython`."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION)
        schema_editor.execute(INDEX)


def drop(apps: Any, schema_editor: Any) -> None:
    """Drop index and function; only to go back behind the migration that made them."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS finding_bigrams")
        schema_editor.execute("DROP FUNCTION IF EXISTS bigrams(text)")


def pairs(word: str) -> list[str]:
    """Return the pairs of neighbouring signs of a word, each once, in order."""
    return list(dict.fromkeys(word[place : place + 2] for place in range(len(word) - 1)))


class HoldsPairs(Expression):
    """The condition that the text of the index holds the pairs of a word, as the index over `bigrams` answers it."""

    conditional = True

    def __init__(self, name: str) -> None:
        """Take the name under which the word is given."""
        super().__init__(output_field=BooleanField())
        self.text: Any = F("text")
        self.name = name

    def get_source_expressions(self) -> list[Any]:
        """Return the column."""
        return [self.text]

    def set_source_expressions(self, exprs: Any) -> None:
        """Take the resolved column."""
        (self.text,) = exprs

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """Write the condition for PostgreSQL."""
        column, given = compiler.compile(self.text)
        return f"bigrams({column}) @> %s::text[]", [*given, Slot(self.name, "text[]", lambda word, _: pairs(word))]
