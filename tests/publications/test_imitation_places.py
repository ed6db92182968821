"""A name with a dot is a handle where a service stands beside it, and a site where none does; warnings tell both."""

import pytest

from core.lifecycle.errors import Denied
from publications.public.answering import Verdict, answer_to
from tests.factories.approvals import OfficeWorld, a_platform, an_office_world
from tests.publications.citizens import a_public_account, an_imitation

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> OfficeWorld:
    world = an_office_world()
    a_public_account(world, "instagram", handle="iwaki.city", url="https://www.instagram.com/iwaki.city/")
    return world


def test_an_official_handle_with_a_dot_is_no_imitation(world: OfficeWorld) -> None:
    with pytest.raises(Denied, match="公式アカウント"):
        an_imitation(world, platform=a_platform("instagram"), handle="iwaki.city", url="")


def test_a_site_that_has_the_name_of_an_official_handle_can_be_warned_of(world: OfficeWorld) -> None:
    an_imitation(world, platform=None, handle="", url="https://iwaki.city/")
    assert answer_to("https://iwaki.city").verdict == Verdict.IMITATION
    assert answer_to("iwaki.city").verdict == Verdict.IMITATION


def test_a_warning_of_such_a_site_leaves_the_account_official(world: OfficeWorld) -> None:
    an_imitation(world, platform=None, handle="", url="https://iwaki.city/")
    assert answer_to("https://www.instagram.com/iwaki.city/").verdict == Verdict.OFFICIAL
