"""Text that would run, planted into every text field of a running copy; called there by `manage.py shell`.

Acts write it first, so that it stands in events, messages, mails and submitted versions too; then every text column of
every table that no act of ours refuses is overwritten, past the lifecycle: whatever may come to stand there one day,
by an import or a restored copy, is shown and never run.
"""

import json
from datetime import timedelta
from itertools import cycle
from typing import Any

HIT = "window.__hit=(window.__hit||0)+1"
PAYLOADS = (
    f"<script>{HIT}</script>",
    f"\"'><img src=x onerror={HIT}>",
    f"<svg/onload={HIT}>",
    f"</textarea></title><script>{HIT}</script>",
    f"javascript:{HIT}",
    "sum{{7*7}}{% now 'Y' %}sum${7*7}",
    f"' autofocus onfocus={HIT} x='",
    f"\u202e\u2066<b onmouseover={HIT}>",
    f"]]>--><iframe srcdoc='<script>{HIT}</script>'>",
    f"＜script＞<ＳＣＲＩＰＴ>\u2028<a href=javascript:{HIT}>x</a>",
    f"<math><mtext></form><form><mglyph><style><img src=x onerror={HIT}>",
    "<" + "x" * 900,
)
LEFT_ALONE = {"audit", "sessions", "contenttypes"}
ROLES = (
    *("staff", "section_head", "department_head", "policy_director", "general_affairs_director", "deputy_mayor"),
    *("pr_section_head", "personnel_officer", "records_officer", "auditor", "administrator"),
)


def plant() -> None:
    """Write the payloads; print the key of one person for each office as JSON, on the last line."""
    from core.periods.clock import now
    from tests.approvals.pages import a_world

    world = a_world()
    _by_acts(world, now() - timedelta(minutes=30))
    _past_the_acts()
    print(json.dumps({office: actor.person.pk for office, actor in world.people.items() if actor.person}))


def _by_acts(world: Any, at: Any) -> None:
    from accounts.states import AccountState
    from approvals.actions import add_attachment, ask_correction
    from approvals.states import FilingState, RequestState
    from tests.factories import approvals as made

    texts: dict[str, Any] = {name: next(_PAYLOAD) for name in ("purpose", "topics", "opinions", "further", "reason")}
    texts |= {name: next(_PAYLOAD)[:80] for name in ("account_name", "common_name", "in_charge", "timing", "method")}
    draft = made.a_draft(world, when=at, **texts)
    add_attachment(
        draft, by=world.staff, at=at, name=PAYLOADS[1][:60] + ".pdf", content_type="application/pdf", content=b"%PDF-1"
    )
    made.a_request(world=world, when=at, **texts)
    made.returned(made.a_request(world=world, when=at, **texts), by=world.section_head, when=at, opinion=next(_PAYLOAD))
    made.a_request(RequestState.DENIED, world=world, when=at, **texts)
    made.a_review(world=world, when=at)
    made.an_account(AccountState.ACTIVE, world=world, when=at, **texts)
    filing = made.a_filing(FilingState.FILED, world=world, when=at, **texts)
    ask_correction(filing, by=world.general_affairs_director, at=at, correction=next(_PAYLOAD)[:300])


def _past_the_acts() -> None:
    from django.apps import apps
    from django.db import DatabaseError, models, transaction

    for model in apps.get_models():
        if model._meta.app_label in LEFT_ALONE:
            continue
        for column in model._meta.concrete_fields:
            fits = type(column) in {models.CharField, models.TextField} and not column.choices
            if fits and not column.unique and column.name not in {"password", "key", "link_name", "staff_number"}:
                try:
                    with transaction.atomic():
                        model._base_manager.update(**{column.name: next(_PAYLOAD)[: column.max_length]})
                except DatabaseError:
                    continue  # a constraint of the table refuses it: nothing of the kind can stand there


_PAYLOAD = cycle(PAYLOADS)
