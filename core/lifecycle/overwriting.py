"""Writes a record over its row: the statement of a model is put together once."""

from functools import cache

from django.db import connection, models

from core.records import Record

STATEMENT = 'UPDATE "{table}" SET {columns} WHERE "{key}" = %s AND "version" = %s'


def write_over(record: Record, version: int) -> bool:
    """Write all columns of a record over its row; tell whether the row was still of a version."""
    sql, fields = _statement(type(record))
    values = [field.get_db_prep_save(getattr(record, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, record.pk, version])
        return bool(cursor.rowcount == 1)


@cache
def _statement(model: type[Record]) -> tuple[str, list[models.Field]]:  # type: ignore[type-arg]  # of any values
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(f'"{field.column}" = %s' for field in fields)
    return STATEMENT.format(table=model._meta.db_table, columns=columns, key=model._meta.pk.column), fields
