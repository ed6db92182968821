"""The lengths of posts that the code knew until 0015 stand with the services that there were, told in their trails."""

from importlib import import_module

import pytest
from django.apps import apps

from accounts.models import Platform
from accounts.services import edit_service
from core.audit.models import Event
from core.lifecycle.actor import SYSTEM
from core.lifecycle.trails import facts_of
from core.lifecycle.verifying import verify
from dashboard.demo.services import SERVICES
from tests.factories.core import AT
from tests.factories.drafts import a_platform

pytestmark = pytest.mark.django_db
MIGRATION = import_module("accounts.migrations.0015_platform_post_limit")


def test_known_services_get_their_length_with_an_event_and_others_none() -> None:
    known, other = a_platform("x", post_limit=None), a_platform("bluesky")

    MIGRATION.fill(apps, None)

    told = Event.objects.filter(stream=known.stream).latest("number")
    assert {one.code: one.post_limit for one in Platform.objects.all()} == {"x": 280, "bluesky": None}
    assert facts_of(told) == {"changes": {"post_limit": [None, 280]}, "reason": MIGRATION.WHY}
    assert Event.objects.filter(stream=other.stream).count() == 1
    assert verify().faults == []
    fresh = Platform.objects.get(code="x")
    edit_service(fresh, by=SYSTEM, at=AT, seen=fresh.fingerprint(), reason="確かめたため", post_limit=500)
    assert verify().faults == []


def test_without_services_nothing_is_told() -> None:
    MIGRATION.fill(apps, None)
    assert Event.objects.count() == 0


def test_the_demonstration_begins_with_the_same_lengths() -> None:
    assert {code: post for code, (*_, post) in SERVICES.items() if post} == MIGRATION.LENGTHS
