"""`manage.py import_accounts FILE`: the import of the pages from a terminal; exit 1 when anything is wrong."""

import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from accounts.intake.carrying import carry_out
from accounts.intake.checking import plan_of
from accounts.intake.columns import guessed, problems_with
from accounts.intake.plan import Plan
from accounts.intake.reading import LARGEST, TOO_LARGE, Table, UnfitTableError, read_table
from accounts.permissions import may_register
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Conflict, Denied
from core.periods.clock import japan_date, now
from core.staff.authority import capacities
from core.staff.models import Person


class Command(BaseCommand):
    """Register the accounts a file lists, all or none; `--dry-run` only tells what would be."""

    help = "いまあるアカウントをファイル(CSV、xlsx)から台帳に登録します。1行でも誤りがあれば、何も登録しません。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the file, the dry run, and who registers."""
        parser.add_argument("file", type=Path, help="CSV(UTF-8、Shift_JIS)またはExcelブック(xlsx)")
        parser.add_argument("--dry-run", action="store_true", help="確かめるだけで、登録しません")
        parser.add_argument("--by", metavar="職員番号", help="登録する総務部長(またはその代決者)の職員番号")

    def handle(self, *args: Any, file: Path, dry_run: bool, by: str | None, **options: Any) -> None:
        """Check every row, tell every problem, and register when there is none."""
        at = now()
        table, columns = _table(file)
        actor = None if dry_run else _actor(by, japan_date(at))
        plan = plan_of(table, columns, japan_date(at), progress=_bar("確かめています"))
        self._tell(plan)
        if plan.problems:
            self.stdout.write(f"{plan.wrong_rows}行に誤りがあります。何も登録していません。")
            sys.exit(1)
        if actor is None:
            self.stdout.write("確かめただけで、登録していません。")
            return
        try:
            bar = _bar("登録しています")
            carry_out(table, columns, by=actor, at=at, source=file.name[-60:], seen=plan.digest, progress=bar)
        except (Conflict, Denied) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write("登録しました。")

    def _tell(self, plan: Plan) -> None:
        for one in plan.problems:
            self.stdout.write(f"{one.number}行目 {one.column}「{one.value}」:{one.sentence}")
        for line in plan.changed:
            for label, old, new in line.differences:
                self.stdout.write(f"{line.number}行目 {line.title} {label}:{old} → {new}")
        counts = f"登録する {len(plan.new)}件、直す {len(plan.changed)}件、台帳と同じ {len(plan.unchanged)}件"
        self.stdout.write(f"{counts}、誤り {len(plan.problems)}か所")


def _table(file: Path) -> tuple[Table, dict[str, int]]:
    try:
        if file.stat().st_size > LARGEST:
            raise CommandError(TOO_LARGE)
        table = read_table(file.read_bytes())
    except OSError as error:
        raise CommandError(f"ファイルを読めません:{file}({error.strerror})") from error
    except UnfitTableError as unfit:
        raise CommandError(str(unfit)) from unfit
    columns = guessed(table.header)
    if problems := problems_with(columns):
        raise CommandError("見出しから列が分かりません。" + "".join(sentence for _, sentence in problems))
    return table, columns


def _actor(staff_number: str | None, on: date) -> Actor:
    """Return the person in the office that registers."""
    if not staff_number:
        raise CommandError("登録するには、--by に総務部長(またはその代決者)の職員番号を指定してください。")
    person = Person.objects.filter(staff_number=staff_number).first()
    acting = [Actor.of(person, capacity) for capacity in capacities(person, on)] if person else []
    found = next((actor for actor in acting if may_register(actor)), None)
    if found is None:
        raise CommandError(f"職員番号 {staff_number} の職員は、きょう、総務部長でもその代決者でもありません。")
    return found


def _bar(words: str) -> Any:
    """Return what shows on a terminal how far the rows are; elsewhere nothing is shown."""
    return lambda rows: tqdm(rows, desc=words, unit="行", disable=None, leave=False)
