"""What forms about incidents choose from: accounts of one's own sections, accounts by address, people by number."""

import unicodedata
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Q

from accounts.models import Account
from accounts.permissions import sections_of
from accounts.states import HELD
from core.staff.authority import capacities
from core.staff.models import Person
from publications.public.answering import official_under

Choices = list[tuple[str, str]]
MOST = 100
NONE = "none"
NO_ACCOUNT = (NONE, "特定のアカウントではない・分からない")


def own_accounts(person: Person, on: date) -> Choices:
    """Return the accounts of a person's sections, and those he or she operates, by name; a hundred at most."""
    sections = {pk for capacity in capacities(person, on) for pk in sections_of(capacity, on)}
    own = Q(section__in=sections) | Q(operators__person=person, operators__ends_on=None)
    found = Account.objects.filter(own, state__in=HELD).distinct().select_related("platform").order_by("name", "pk")
    return [(str(one.pk), one.title) for one in found[:MOST]]


def account_written(text: str) -> Account | None:
    """Return the city's account that an address or an ID names; None for nothing written.

    Raises:
        ValidationError: when none has it, or several have the ID.
    """
    if not text.strip():
        return None
    found = official_under(text)
    if not found:
        raise ValidationError("この公式アカウントは見つかりません。分からないときは、空けたまま報告してください。")
    if len(found) > 1:
        raise ValidationError("同じIDの公式アカウントが、いくつかのサービスにあります。URLを入力してください。")
    return Account.objects.get(pk=found[0].pk)


def person_numbered(text: str) -> Person:
    """Return the member of staff with a number, typed in full or half width.

    Raises:
        ValidationError: when nobody on the staff has it.
    """
    typed = unicodedata.normalize("NFKC", text).strip()
    found = Person.objects.filter(staff_number=typed, is_active=True).first()
    if found is None:
        raise ValidationError("この職員番号の職員は見つかりません。番号を確かめてください。")
    return found
