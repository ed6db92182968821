"""Which version is recorded as standing in a place, and the picture that may come with it."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Account
from approvals.dossier import RequestDossier
from approvals.models import Request
from core.audit.models import Event
from core.deadlines.models import Obligation
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.periods.era import era_date
from core.staff.offices import Office
from policies.actions import publish_policy
from policies.models import MediaPolicy
from policies.states import PolicyState
from publications.checking.looking import Look, Seen, note_look
from publications.models import CheckAsked, PageCheck, Picture, Publication
from publications.posting.actions import record_publication
from publications.posting.states import Kind, Outcome, PublicationState
from tests.approvals.pages import a_world, ago, browser_of, text_of, today
from tests.factories.approvals import OfficeWorld, again, an_account
from tests.factories.policies import a_version
from tests.factories.publications import CITY_PAGE, a_publication

pytestmark = pytest.mark.django_db
S = PublicationState
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def shown(world: OfficeWorld) -> Account:
    """Return an account in operation whose first version stands in both places since an hour ago."""
    account = an_account(world=world, when=ago(hours=1))
    a_publication(S.POSTED, Kind.PROFILE, world=world, account=account, when=ago(hours=1))
    return account


def two_versions(world: OfficeWorld) -> tuple[Account, MediaPolicy, MediaPolicy]:
    """Return an account whose first version is out and whose second is decided and not out yet."""
    account = shown(world)
    return (
        account,
        first_version(account),
        a_version(PolicyState.APPROVED, world=world, account=account, when=ago(minutes=30)),
    )


def first_version(account: Account) -> MediaPolicy:
    return account.policies.get(number=1)


def page_of(actor: Actor, account: Account, name: str = "record_homepage") -> Any:
    return browser_of(actor).get(reverse(f"publications:{name}", args=[account.pk]))


def send(actor: Actor, account: Account, kind: Kind = Kind.HOMEPAGE, **data: Any) -> Any:
    usual: dict[str, Any] = {"posted_on": today()} | ({"url": CITY_PAGE} if kind == Kind.HOMEPAGE else {})
    return browser_of(actor).post(reverse(f"publications:record_{kind}", args=[account.pk]), usual | data)


def owed(account: Account) -> list[str]:
    streams = [one.stream for one in Publication.objects.filter(account=account)]
    return list(Obligation.objects.open().filter(about__in=streams).order_by("rule").values_list("rule", flat=True))


def test_a_sole_version_is_chosen_and_of_two_none_is() -> None:
    world = a_world()
    account = shown(world)
    assert page_of(world.staff, account).context["form"]["policy"].value() == first_version(account).pk
    a_version(PolicyState.APPROVED, world=world, account=account, when=ago(minutes=30))
    form = page_of(world.staff, account).context["form"]
    assert form["policy"].value() is None
    labels = [label for _, label in form.fields["policy"].choices]
    assert labels == ["選んでください", f"第2版({era_date(today())}に決定)", "第1版(掲載中)"]
    answer = send(world.staff, account)
    assert "選んでください" in str(answer.context["form"].errors["policy"])


def test_a_page_moved_with_the_former_version_leaves_the_new_one_undone() -> None:
    world = a_world()
    account, first, second = two_versions(world)
    send(world.staff, account, policy=first.pk, url="https://www.city.iwaki.lg.jp/moved.html")
    page = account.publications.get(kind="homepage")
    assert (page.url, page.policy) == ("https://www.city.iwaki.lg.jp/moved.html", first)
    assert again(second).state == PolicyState.APPROVED
    assert owed(account) == ["publications.profile"], "the field leads to the page that was"
    assert "前の版のまま" in text_of(page_of(world.staff, account, "account"))


def test_a_page_with_the_new_version_brings_it_out() -> None:
    world = a_world()
    account, _, second = two_versions(world)
    send(world.staff, account, policy=second.pk)
    assert again(second).state == PolicyState.PUBLISHED


def test_a_version_decided_while_the_form_lay_open_is_not_taken_for_the_one_chosen() -> None:
    world = a_world()
    account = shown(world)
    chosen = page_of(world.staff, account).context["form"]["policy"].value()
    second = a_version(PolicyState.APPROVED, world=world, account=account, when=ago(minutes=30))
    send(world.staff, account, policy=chosen)
    assert account.publications.get(kind="homepage").policy == first_version(account)
    assert again(second).state == PolicyState.APPROVED


def test_the_free_text_field_carries_the_version_of_its_page() -> None:
    world = a_world()
    account, first, second = two_versions(world)
    assert page_of(world.staff, account, "record_profile").context["form"]["policy"].value() == first.pk
    with pytest.raises(Denied, match="市ホームページのページと同じ版"):
        record_publication(account, Kind.PROFILE, by=world.staff, at=ago(), posted_on=today(), policy=second)


def test_the_text_to_paste_is_that_of_the_page_it_leads_to() -> None:
    world = a_world()
    account, first, _ = two_versions(world)
    text = page_of(world.staff, account, "account").context["texts"].profile.text
    assert first.purpose in text
    assert "新しい目的" not in text


def test_the_free_text_field_waits_for_a_page_with_a_version_in_use() -> None:
    world = a_world()
    account, _, second = two_versions(world)
    publish_policy(second, by=world.staff, at=ago(), on=today())
    assert page_of(world.staff, account, "account").context["places"][1].record_url == ""
    answer = page_of(world.staff, account, "record_profile")
    assert answer.status_code == 403
    assert "ページに新しい版を載せて記録してください" in text_of(answer)


@pytest.mark.parametrize("wrong", ["another account's", "replaced"])
def test_a_version_that_is_not_in_use_here_is_refused(wrong: str) -> None:
    world = a_world()
    account, first, second = two_versions(world)
    publish_policy(second, by=world.staff, at=ago(), on=today())
    policy = (
        first if wrong == "replaced" else first_version(an_account(world=world, when=ago(hours=1), account_name="別"))
    )
    with pytest.raises(Denied, match="いま使っている版"):
        record_publication(
            account, Kind.HOMEPAGE, by=world.staff, at=ago(), posted_on=today(), url=CITY_PAGE, policy=policy
        )
    answer = send(world.staff, account, policy=policy.pk)
    assert "一覧にあるもの" in str(answer.context["form"].errors["policy"])


def picture(content: bytes = PNG, name: str = "画面.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "text/html")


def test_a_picture_is_kept_with_its_recording_and_sent_as_a_download() -> None:
    world = a_world()
    account = shown(world)
    send(world.staff, account, policy=first_version(account).pk, picture=picture())
    kept = Picture.objects.get()
    page = page_of(world.people[Office.AUDITOR], account, "account")
    assert "画面.png" in text_of(page)
    sent: Any = browser_of(world.people[Office.AUDITOR]).get(reverse("publications:picture", args=[kept.pk]))
    assert b"".join(sent.streaming_content) == PNG
    assert sent["Content-Type"] == "application/octet-stream"
    assert sent["Content-Disposition"].startswith("attachment;")
    event = Event.objects.get(stream=kept.stream)
    assert event.person == world.staff.person
    assert kept.sha256 in event.facts.body
    send(world.staff, account, policy=first_version(account).pk)
    page = page_of(world.staff, account, "account")
    assert "掲載の画面" not in text_of(page), "it shows what stood there before"
    assert [one.pk for one in page.context["pictures"]] == [kept.pk]
    assert "前の記録の画面" in text_of(page)
    assert Picture.objects.get() == kept


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"%PDF-1.7", "a.pdf", "画像(PNG、JPEG)を選んでください"),
        (b"<svg onload=alert(1)>", "a.png", "中身はテキストですが"),
        (b"", "a.png", "中身が空です"),
        (bytes(9), "a.png", "この種類のファイルは添付できません"),
    ],
)
def test_what_is_no_picture_is_refused_at_its_field(content: bytes, name: str, why: str) -> None:
    world = a_world()
    account = shown(world)
    answer = send(world.staff, account, policy=first_version(account).pk, picture=picture(content, name))
    assert why in str(answer.context["form"].errors["picture"])
    assert not Picture.objects.exists()


def test_pictures_and_looks_go_with_the_matter() -> None:
    world = a_world()
    account = shown(world)
    send(world.staff, account, policy=first_version(account).pk, picture=picture())
    page, kept = account.publications.get(kind="homepage"), Picture.objects.get()
    assert CheckAsked.objects.filter(publication=page).exists()
    note_look(Look.at(page), Seen(Outcome.UNREACHED, "ページがありません"), ago())
    other = an_account(world=world, when=ago(hours=1), account_name="別")
    foreign = a_publication(S.POSTED, account=other, world=world, when=ago(hours=1))
    note_look(Look.at(again(foreign)), Seen(Outcome.UNREACHED, "ページがありません"), ago())
    kind, request = RequestDossier(), Request.objects.get(account=account)
    members = kind.members([request])[request.pk]
    assert [one for one in members if isinstance(one, Picture)] == [kept]
    assert kind.file_of(kept) == kept.file.name
    assert kind.emptied(kept, today()) == {"name": f"廃棄済み {kept.pk}"}
    kind.forget(members)
    assert list(PageCheck.objects.values_list("publication", flat=True)) == [foreign.pk]
    assert not CheckAsked.objects.filter(publication=page).exists()
