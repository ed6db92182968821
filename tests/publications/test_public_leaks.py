"""Nothing internal leaves: a mark stands in every internal text, and is searched in every public answer and file."""

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.test import Client

from accounts.finding import Finding
from accounts.models import Account, Platform
from accounts.states import AccountState
from core.staff.models import Unit
from policies.models import MediaPolicy
from publications.imitations.models import Imitation
from publications.public.exporting import export
from publications.public.showing import POLICY, STANDINGS
from tests.factories import AT, ON
from tests.factories.approvals import an_account, an_office_world
from tests.factories.suspensions import suspended
from tests.publications.citizens import a_public_account, an_imitation

pytestmark = pytest.mark.django_db
MARK = "漏れZQX"
PUBLIC: dict[type[models.Model], set[str]] = {
    Account: {"name", "common_name", "handle", "handle_key", "url", "url_key", "state", "suspended_words"},
    Platform: {"code", "name"},
    Unit: {"name", "level"},
    MediaPolicy: {*POLICY, "state"},
    Imitation: {"handle", "url", "words", "state", "key", "loose_key", "named", "reason"},
    Finding: {"state", "name_key", "section_key", "service_key"},
}
"""Columns that are public, or are no text of people; the end's reason stands only in records the public never sees."""
OURS = (
    *("accounts", "policies", "publications", "approvals", "incidents"),
    *("staff", "audit", "notifications", "deadlines", "rulebook"),
)


def internal_columns() -> list[tuple[type[models.Model], str]]:
    """Return every text column that is not public, of every model."""
    return [
        (model, field.attname)
        for label in OURS
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.concrete_fields
        if type(field) in {models.CharField, models.TextField}
        and not field.primary_key
        and not field.choices
        and field.name not in PUBLIC.get(model, set())
    ]


def plant(columns: list[tuple[type[models.Model], str]]) -> dict[str, int]:
    """Write the mark into the columns, past the acts; return how many rows took it."""
    took: dict[str, int] = {}
    for model, name in columns:
        field: Any = model._meta.get_field(name)
        if field.unique or (field.max_length and field.max_length < len(MARK)):
            continue
        took[f"{model._meta.label}.{name}"] = _write(model, name)
    return took


def _write(model: type[models.Model], name: str) -> int:
    """Write where something stands, else everywhere; what the database guards (the trail) stays as it is."""
    for rows in (model._base_manager.exclude(**{name: ""}), model._base_manager.all()):
        try:
            with transaction.atomic():
                if number := rows.update(**{name: MARK}):
                    return number
        except DatabaseError:
            continue
    return 0


def test_no_internal_text_stands_in_any_public_answer_or_file(client: Client, tmp_path: Path) -> None:
    world = an_office_world()
    public = an_account(world=world, account_name="公開の名前", purpose="公開の目的")
    registered = suspended(a_public_account(world), by=world.section_head)
    an_imitation(world, resembles=public)
    for state in AccountState:
        if state not in STANDINGS:
            an_account(state, world=world, account_name=MARK, common_name=MARK, purpose=MARK, topics=MARK)
    took = plant(internal_columns())
    assert {
        "accounts.Account.paper_number",
        "accounts.Account.suspended_for",
        "publications.Imitation.note",
        "staff.Person.name",
    } <= {name for name, rows in took.items() if rows}
    addresses = [
        *(f"/public/accounts/{one.pk}{end}" for one in (public, registered) for end in ("/", ".json")),
        *("/public/", f"/public/?q={MARK}", f"/public/?about={MARK}", f"/public/?section={world.section.pk}"),
        *("/public/accounts.json", "/public/accounts.csv", f"/public/accounts.json?q={MARK}", "/public/warnings/"),
        *("/public/warnings.json", "/public/sections/", "/public/openapi.json"),
        *(f"/public/genuine.json?who={who}" for who in (public.url, "@iwaki_bousai", "@iwaki_bousai_")),
    ]
    answers = {address: client.get(address) for address in addresses}
    texts = {address: _body(answer) for address, answer in answers.items()}
    typed = {address: text.decode().replace(f'value="{MARK}"', "") for address, text in texts.items()}
    assert [address for address, text in typed.items() if MARK.lower() in text.lower()] == []
    assert any("公開の名前" in text for text in typed.values())
    export(tmp_path, AT, ON)
    written = {path: path.read_bytes().decode().lower() for path in tmp_path.rglob("*") if path.is_file()}
    assert [path.name for path, text in written.items() if MARK.lower() in text] == []
    assert len(written) > 10


def _body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def test_people_and_document_numbers_stand_nowhere(client: Client) -> None:
    world = an_office_world()
    account = an_account(world=world)
    request = account.requests.get()
    names = [actor.person.name for actor in world.people.values() if actor.person is not None]
    texts = [
        client.get(f"/public/accounts/{account.pk}/").content.decode(),
        client.get("/public/accounts.json").content.decode(),
    ]
    assert [word for word in (*names, request.document_number) for text in texts if word in text] == []
