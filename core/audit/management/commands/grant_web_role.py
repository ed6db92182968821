"""Grants the role of web and worker what it needs and no more: it can not change the audit trail."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from core.audit.roles import granting


class Command(BaseCommand):
    """Run as the owner of the tables after each `migrate`; `--show` prints the statements instead."""

    help = "Grants a PostgreSQL role what web and worker need; of the audit trail only reading and adding."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the role."""
        parser.add_argument("role", help="name of an existing role that owns no table")
        parser.add_argument("--show", action="store_true", help="print the statements and run none")

    def handle(self, *args: Any, role: str, show: bool, **options: Any) -> None:
        """Grant."""
        if connection.vendor != "postgresql":
            raise CommandError("Roles exist in PostgreSQL only.")
        statements = granting(role)
        if show:
            self.stdout.write(";\n".join([*statements, ""]))
            return
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        self.stdout.write(f"{role}: {len(statements)} grants")
