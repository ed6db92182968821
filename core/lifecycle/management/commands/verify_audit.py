"""Verifies the audit trail; for people, so it speaks Japanese. Exit code 1 when anything is not as it should be."""

import json
import re
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections import defaultdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.lifecycle.verifying import SHOWN, verify_and_record
from core.periods.clock import now


class Command(BaseCommand):
    """Verify chains, facts, seals, disposals and records, and compare with witnesses from outside."""

    help = "監査証跡を検証します。合わないところがあれば、終了コード1で終わります。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the witnesses."""
        parser.add_argument("--seal", action="append", default=[], type=a_seal, metavar="番号:符号", help="控えの封印")
        parser.add_argument(
            "--code", action="append", default=[], type=a_code, metavar="記録=符号", help="紙の短い符号"
        )
        parser.add_argument("--export", action="append", default=[], type=Path, metavar="FILE", help="以前の書き出し")

    def handle(self, *args: Any, seal: list[tuple[int, str]], export: list[Path], **options: Any) -> None:
        """Verify."""
        known: defaultdict[int, set[str]] = defaultdict(set)
        for number, code in [*seal, *(pair for path in export for pair in seals_of(path))]:
            known[number].add(code)
        found = verify_and_record(now(), known, options["code"])
        for fault in found.faults:
            self.stdout.write(fault)
        counts = f"できごと{found.events}件(うち封印待ち{found.waiting}件)、封印{found.seals}件"
        if found.faults:
            more = "以上" if len(found.faults) == SHOWN else ""
            self.stdout.write(f"合わないところが{len(found.faults)}か所{more}あります。{counts}を調べました。")
            sys.exit(1)
        self.stdout.write(f"欠けや書き換えは見つかりませんでした。{counts}、控えの封印{len(known)}件と照らしました。")


def a_seal(text: str) -> tuple[int, str]:
    """Read NUMBER:HASH, as the mails print it."""
    match = re.fullmatch(r"([1-9][0-9]*):([0-9a-f]{64})", text.strip().lower())
    if match is None:
        raise ArgumentTypeError(f"「番号:64けたの符号」の形ではありません:{text}")
    return int(match[1]), match[2]


def a_code(text: str) -> tuple[str, str]:
    """Read STREAM=CODE, as the decision sheet prints it, for example approvals.request:12=7F3A-91C2."""
    stream, equals, code = text.strip().partition("=")
    if not (equals and re.fullmatch(r"[0-9A-F]{4}-[0-9A-F]{4}", code.upper())):
        raise ArgumentTypeError(f"「記録の記号=短い符号」の形ではありません:{text}")
    return stream, code.upper()


def seals_of(path: Path) -> list[tuple[int, str]]:
    """Return the seals that an export holds.

    Raises:
        CommandError: when the file can not be read as one.
    """
    try:
        with path.open(encoding="utf-8") as lines:
            found = [json.loads(line) for line in lines if '"kind":"seal"' in line]
        return [(int(seal["number"]), str(seal["hash"])) for seal in found]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CommandError(f"{path}:監査証跡の書き出しとして読めません({error})") from error
