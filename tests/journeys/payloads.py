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
FILE_NAMES = tuple(f"{payload[:60]}見本.pdf" for payload in PAYLOADS)
"""As a file name no upload keeps them (`core.uploads.content.neutral_name`); they stand in the rows as they are."""
LEFT_ALONE = {"audit", "sessions", "contenttypes"}
NO_TEXT = {"password", "key", "link_name", "staff_number", "about"}
"""Columns that name something to the code: nobody writes them, and a page may fail where one names nothing."""
ROLES = (
    *("staff", "section_head", "department_head", "policy_director", "general_affairs_director", "deputy_mayor"),
    *("pr_section_head", "personnel_officer", "records_officer", "auditor", "administrator"),
)


def plant() -> None:
    """Write the payloads; print as JSON, on the last line, a person for each office and where it begins to look."""
    from core.periods.clock import now
    from tests.approvals.pages import a_world

    world = a_world()
    draft, submitted, open_request = _by_acts(world, now() - timedelta(minutes=30))
    asked, permitted, hold = _by_disposals(world, now() - timedelta(minutes=20))
    _past_the_acts()
    people = {office: actor.person.pk for office, actor in world.people.items() if actor.person}
    request, file = f"/approvals/requests/{submitted.pk}/", submitted.attachments.latest("pk")
    parts = [f"/approvals/requests/{draft.pk}/edit/{part}/" for part in ("confirm", "account", "people", "policy")]
    pages = {
        "staff": [*parts, request],
        "section_head": [request, f"/approvals/requests/{open_request.pk}/"],
        "general_affairs_director": [f"/retention/disposals/{asked.pk}/decline/"],
        "records_officer": [f"/retention/disposals/{permitted.pk}/carry-out/", f"/retention/holds/{hold.pk}/lift/"],
        "auditor": [request, f"/trail/records/{submitted.stream}/", f"/trail/records/{file.stream}/"],
    }
    print(json.dumps({"people": people, "pages": pages}))


def _by_acts(world: Any, at: Any) -> tuple[Any, Any, Any]:
    from accounts.states import AccountState
    from approvals.actions import ask_correction, submit_request
    from approvals.states import FilingState, RequestState
    from tests.factories import approvals as made

    texts: dict[str, Any] = {name: next(_PAYLOAD) for name in ("purpose", "topics", "opinions", "further", "reason")}
    texts |= {name: next(_PAYLOAD)[:80] for name in ("account_name", "common_name", "in_charge", "timing", "method")}
    draft = made.a_draft(world, when=at, **texts)
    _attach(draft, world, at)
    with_files = made.a_draft(world, when=at, **texts)
    _attach(with_files, world, at)
    submit_request(with_files, by=world.staff, at=at)
    open_request = made.a_request(world=world, when=at, **texts)
    made.returned(made.a_request(world=world, when=at, **texts), by=world.section_head, when=at, opinion=next(_PAYLOAD))
    made.a_request(RequestState.DENIED, world=world, when=at, **texts)
    made.a_review(world=world, when=at)
    made.an_account(AccountState.ACTIVE, world=world, when=at, **texts)
    filing = made.a_filing(FilingState.FILED, world=world, when=at, **texts)
    ask_correction(filing, by=world.general_affairs_director, at=at, correction=next(_PAYLOAD)[:300])
    return draft, with_files, open_request


def _attach(draft: Any, world: Any, at: Any) -> None:
    """Give a draft a file of each name, and take the first one out again."""
    from approvals.actions import add_attachment, remove_attachment

    kind, content = "application/pdf", b"%PDF-1"
    added = [
        add_attachment(draft, by=world.staff, at=at, name=name, content_type=kind, content=content)
        for name in FILE_NAMES
    ]
    remove_attachment(added[0], by=world.staff, at=at)


def _by_disposals(world: Any, at: Any) -> tuple[Any, Any, Any]:
    from core.retention.actions import decline_disposal, lift_hold, withdraw_disposal
    from core.retention.states import DisposalState
    from tests.factories import retention as made
    from tests.matrix.single import FIRST_DAYS

    def ended() -> Any:
        return made.an_old_request(world=world, when=FIRST_DAYS)

    def listed() -> Any:
        return made.a_disposal(DisposalState.REQUESTED, ended(), world=world, when=at)

    hold = made.a_hold(ended(), world, when=at, reason=next(_PAYLOAD)[:300])
    lifted = made.a_hold(ended(), world, when=at, reason=next(_PAYLOAD)[:300])
    lift_hold(lifted, by=made.the_officer(world), at=at, reason=next(_PAYLOAD)[:300])
    withdraw_disposal(listed(), by=made.the_officer(world), at=at, reason=next(_PAYLOAD)[:300])
    disposal = listed()
    reason = next(_PAYLOAD)[:300]
    decline_disposal(disposal, by=world.general_affairs_director, at=at, seen=disposal.fingerprint(), reason=reason)
    made.a_disposal(DisposalState.CARRIED_OUT, ended(), world=world, when=at)
    return listed(), made.a_disposal(DisposalState.PERMITTED, ended(), world=world, when=at), hold


def _past_the_acts() -> None:
    from django.apps import apps
    from django.db import DatabaseError, models, transaction

    for model in apps.get_models():
        if model._meta.app_label in LEFT_ALONE:
            continue
        left = NO_TEXT | ({"name"} if model._meta.label_lower == "approvals.attachment" else set())
        for column in model._meta.concrete_fields:
            fits = type(column) in {models.CharField, models.TextField} and not column.choices
            if fits and not column.unique and column.name not in left:
                try:
                    with transaction.atomic():
                        model._base_manager.update(**{column.name: next(_PAYLOAD)[: column.max_length]})
                except DatabaseError:
                    continue  # a constraint of the table refuses it: nothing of the kind can stand there


_PAYLOAD = cycle(PAYLOADS)
