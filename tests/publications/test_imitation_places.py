"""A name with a dot is a handle where a service stands beside it, and a site where none does; warnings tell both."""

import pytest

from core.lifecycle.errors import Denied
from publications.public.answering import Verdict, answer_to
from tests.factories.approvals import OfficeWorld, an_office_world
from tests.factories.drafts import a_platform
from tests.publications.citizens import a_public_account, an_imitation

pytestmark = pytest.mark.django_db
SITE = "https://x.com/iwaki_gift"


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


@pytest.mark.parametrize("url", ["https://x.com/@iwaki_lib", "https://mobile.twitter.com/%40Iwaki_Lib?from=1"])
def test_an_odd_writing_of_an_official_address_is_no_imitation(world: OfficeWorld, url: str) -> None:
    a_public_account(world, handle="iwaki_lib", name="図書館", url="https://x.com/iwaki_lib")
    with pytest.raises(Denied, match="公式アカウント"):
        an_imitation(world, handle="", url=url)


def test_a_service_and_an_address_of_another_one_accuse_nobody_else(world: OfficeWorld) -> None:
    an_imitation(world, platform=a_platform("facebook", name="Facebook", hosts=["facebook.com"]), handle="", url=SITE)
    asked = ("https://x.com/iwaki_gift", "https://ｘ.com/iwaki_gift", "https://www.facebook.com/iwaki_gift")
    assert [answer_to(text).verdict for text in asked] == ["imitation", "imitation", "unregistered"]
