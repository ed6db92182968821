"""Builds, in a process and a database of its own, the city of the table of look-alikes; exports it and answers for it.

`python -m tests.publications.exported_city DIR` writes `DIR/site/` and `DIR/answers.json`: for each text and service
the verdict of the application.
"""

import json
import sys
from itertools import chain
from pathlib import Path

import django


def main(folder: Path) -> None:
    """Migrate, fill, export, answer."""
    from django.core.management import call_command

    from publications.public.answering import answer_to
    from publications.public.exporting import export
    from tests.factories import AT, ON
    from tests.factories.approvals import an_office_world
    from tests.publications import lookalikes
    from tests.publications.citizens import the_accounts, the_imitations

    call_command("migrate", verbosity=0)
    world = an_office_world()
    the_imitations(world, the_accounts(world))
    export(folder / "site", AT, ON)
    texts = chain(lookalikes.OFFICIAL, lookalikes.UNREGISTERED, lookalikes.IMITATIONS, lookalikes.UNTOLD)
    asked = [(text, service) for text in texts for service in ("", "x", "instagram")]
    answers = [[text, service, answer_to(text, service).verdict.value] for text, service in asked]
    (folder / "answers.json").write_text(json.dumps(answers), encoding="utf-8")


if __name__ == "__main__":
    django.setup()
    main(Path(sys.argv[1]))
