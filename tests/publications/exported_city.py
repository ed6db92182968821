"""Builds, in a process and a database of its own, the city of the table of look-alikes; exports it and answers for it.

`python -m tests.publications.exported_city DIR` writes `DIR/site/` and `DIR/answers.json`: for each text and service
the verdict of the application; and `DIR/folds.json`: texts and how the registry folds them.
"""

import json
import sys
from itertools import chain
from pathlib import Path

import django


def written() -> list[str]:
    """Return texts of all kinds that the registry folds: each variant, kana, widths, marks, signs nobody sees."""
    from accounts.folding import VARIANTS

    signs = [
        "ﾊﾞｽ",
        "ハ゛ス",
        "Ｘ（旧Ｔｗｉｔｔｅｒ）",
        "か゚",
        "ｰ－―‐",
        "〜～",
        "葛\U000e0100",
        "㍻㈱",
        "İI",
        "a\u200bb",
        " 　\t",
        "’“”",
    ]
    kana = ["".join(map(chr, range(start, start + 86))) for start in (0x3041, 0x30A1)]
    return [*signs, *kana, *VARIANTS.split(), "".join(map(chr, range(0xFF01, 0xFFE7))), "いわき市役所 ふるさと発信課"]


def main(folder: Path) -> None:
    """Migrate, fill, export, answer."""
    from django.core.management import call_command

    from accounts.folding import fold
    from policies.rules import FIELDS
    from policies.states import PolicyState
    from publications.public.answering import answer_to
    from publications.public.exporting import export
    from tests.factories import AT, ON
    from tests.factories.approvals import an_office_world
    from tests.factories.drafts import complete_values
    from tests.factories.policies import a_version as a_policy
    from tests.publications import lookalikes
    from tests.publications.citizens import the_accounts, the_imitations

    call_command("migrate", verbosity=0)
    world = an_office_world()
    accounts = the_accounts(world)
    the_imitations(world, accounts)
    said = {name: value for name, value in complete_values(world.staff).items() if name in FIELDS}
    a_policy(PolicyState.PUBLISHED, world=world, account=accounts["x"], **said)
    export(folder / "site", AT, ON)
    texts = chain(lookalikes.OFFICIAL, lookalikes.UNREGISTERED, lookalikes.IMITATIONS, lookalikes.UNTOLD)
    asked = [(text, service) for text in texts for service in ("", "x", "instagram")]
    answers = [[text, service, answer_to(text, service).verdict.value] for text, service in asked]
    (folder / "folds.json").write_text(json.dumps([[text, fold(text)] for text in written()]), encoding="utf-8")
    (folder / "answers.json").write_text(json.dumps(answers), encoding="utf-8")


if __name__ == "__main__":
    django.setup()
    main(Path(sys.argv[1]))
