"""What a page of the registry costs, in counts that no machine changes: compiled questions and rendered templates."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db.models.sql.compiler import SQLCompiler
from django.test import Client
from django.test.signals import template_rendered

from accounts.states import AccountState
from core.periods.clock import japan_date, now
from core.staff.offices import Office
from tests.factories.approvals import OfficeWorld, an_account, an_office_world

pytestmark = pytest.mark.django_db
AT = now()
SESSION = 1
"""What Django itself compiles for everybody who is signed in."""


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world(AT, since=japan_date(AT) - timedelta(days=60))


@pytest.fixture
def signed_in(client: Client, world: OfficeWorld) -> Client:
    person = world.people[Office.STAFF].person
    assert person is not None
    client.force_login(person)
    return client


@contextmanager
def compiled(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Collect the SQL that the ORM compiles; parts of a statement are not counted beside it."""
    found: list[str] = []
    real = SQLCompiler.as_sql

    def as_sql(self: Any, *args: Any, **kwargs: Any) -> Any:
        made = real(self, *args, **kwargs)
        if not self.query.subquery:
            found.append(made[0])
        return made

    with monkeypatch.context() as patched:
        patched.setattr(SQLCompiler, "as_sql", as_sql)
        yield found


@pytest.mark.parametrize(
    "query",
    ["", "?order=name", "?state=active", "?state=suspended", "?q=いわき 観光", "?duty=open", "?dormant=on&year=2026"],
)
def test_a_question_asked_before_is_not_compiled_again(
    signed_in: Client, world: OfficeWorld, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_account(AccountState.ACTIVE, world=world, when=AT)
    signed_in.get(f"/accounts/{query}")
    with compiled(monkeypatch) as found:
        assert signed_in.get(f"/accounts/{query}").status_code == 200
    assert len(found) == SESSION, found


def test_other_words_are_the_same_question(
    signed_in: Client, world: OfficeWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_account(AccountState.ACTIVE, world=world, when=AT)
    signed_in.get("/accounts/?q=いわき&state=active")
    with compiled(monkeypatch) as found:
        signed_in.get("/accounts/?q=図書館&state=active")
    assert len(found) == SESSION, found


def rendered(client: Client, query: str = "") -> list[str]:
    """Return the names of the templates that a page of the list renders."""
    names: list[str] = []

    def note(sender: Any, template: Any, **_: Any) -> None:
        names.append(template.name)

    template_rendered.connect(note)
    try:
        client.get(f"/accounts/{query}")
    finally:
        template_rendered.disconnect(note)
    return names


def test_a_row_renders_no_template(signed_in: Client, world: OfficeWorld) -> None:
    an_account(AccountState.ACTIVE, world=world, when=AT)
    rendered(signed_in)
    one = rendered(signed_in)
    for _ in range(2):
        an_account(AccountState.ACTIVE, world=world, when=AT)
    rendered(signed_in)
    assert rendered(signed_in) == one
    assert not [name for name in one if name.startswith(("forms/", "django/forms/"))]


def test_words_that_nobody_typed_before_render_no_field_anew(signed_in: Client, world: OfficeWorld) -> None:
    an_account(AccountState.ACTIVE, world=world, when=AT)
    rendered(signed_in, "?q=いわき")
    names = rendered(signed_in, "?q=図書館")
    assert not [name for name in names if name.startswith(("forms/", "django/forms/"))], names


def test_words_that_are_too_short_say_so_at_their_field(signed_in: Client, world: OfficeWorld) -> None:
    page = signed_in.get("/accounts/?q=い&state=active").content.decode()
    assert "2文字以上のことばで探してください。" in page
    assert 'value="い"' in page
    assert '<option value="active" selected>' in page


def test_texts_of_records_are_escaped_in_rows(signed_in: Client, world: OfficeWorld) -> None:
    script = "<script>alert('1')</script>"
    an_account(AccountState.ACTIVE, world=world, when=AT, account_name=script)
    page = signed_in.get("/accounts/").content.decode()
    assert script not in page
    assert "&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt;" in page
