"""Is this account genuine? Never a yes for a look-alike, always one for a plain writing of an official account."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.recognition.hosts import LOOKALIKES
from accounts.states import AccountState
from publications.public.answering import Verdict, answer_to, services
from publications.public.asking import Reading, keys_of, read
from publications.public.services import Services
from publications.public.showing import Standing
from tests.factories.approvals import OfficeWorld, an_account, an_office_world
from tests.factories.drafts import a_platform
from tests.publications import lookalikes
from tests.publications.citizens import a_public_account, an_imitation, the_accounts, the_imitations

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


@pytest.fixture
def city(world: OfficeWorld) -> OfficeWorld:
    the_imitations(world, the_accounts(world))
    return world


def test_plain_writings_of_official_accounts_are_official(world: OfficeWorld) -> None:
    the_accounts(world)
    answers = {text: answer_to(text).verdict for text in lookalikes.OFFICIAL}
    assert {text: v for text, v in answers.items() if v != Verdict.OFFICIAL} == {}


def test_lookalikes_are_not_registered(world: OfficeWorld) -> None:
    the_accounts(world)
    answers = {text: answer_to(text).verdict for text in lookalikes.UNREGISTERED}
    assert {text: v for text, v in answers.items() if v != Verdict.UNREGISTERED} == {}
    assert len(answers) >= 60


def test_lookalikes_beside_known_imitations_are_never_official(city: OfficeWorld) -> None:
    answers = {answer_to(text).verdict for text in lookalikes.UNREGISTERED}
    assert answers == {Verdict.UNREGISTERED, Verdict.IMITATION}


def test_known_imitations_are_warned_of_in_any_writing(city: OfficeWorld) -> None:
    answers = {text: answer_to(text).verdict for text in lookalikes.IMITATIONS}
    assert {text: v for text, v in answers.items() if v != Verdict.IMITATION} == {}


def by_handle(world: OfficeWorld) -> None:
    """Warn of imitations by their handles alone."""
    for code, handle in lookalikes.BY_HANDLE.items():
        an_imitation(world, platform=a_platform(code), handle=handle, url="")


def test_imitations_known_by_their_handles_are_found_in_every_usual_writing_of_their_addresses(
    city: OfficeWorld,
) -> None:
    by_handle(city)
    answers = {text: answer_to(text).verdict for text in lookalikes.WRITTEN}
    assert {text: v for text, v in answers.items() if v != Verdict.IMITATION} == {}


def test_their_neighbours_are_not_accused(city: OfficeWorld) -> None:
    by_handle(city)
    answers = {text: answer_to(text).verdict for text in lookalikes.NEIGHBOURS}
    assert {text: v for text, v in answers.items() if v != Verdict.UNREGISTERED} == {}


def test_a_warning_by_handle_leaves_the_same_handle_on_another_service_official(city: OfficeWorld) -> None:
    by_handle(city)
    a_public_account(city, "instagram", handle="iwaki_present", url="https://www.instagram.com/iwaki_present/")
    assert answer_to("https://www.instagram.com/Iwaki_Present/").verdict == Verdict.OFFICIAL


def test_shortened_addresses_can_not_be_told(city: OfficeWorld) -> None:
    assert {answer_to(text).verdict for text in lookalikes.UNTOLD} == {Verdict.UNTOLD}


@pytest.mark.parametrize("text", lookalikes.NOTHING_TO_READ)
def test_nothing_is_read_out_of_nothing(text: str) -> None:
    assert read(text, Services()).reading == Reading.NOTHING


def test_a_text_that_is_too_long_is_not_official(city: OfficeWorld) -> None:
    assert answer_to("https://x.com/iwaki_bousai" + "/" * 400).verdict == Verdict.UNREGISTERED


def test_the_official_account_is_named(city: OfficeWorld) -> None:
    entry = answer_to("https://x.com/iwaki_bousai").entry
    assert entry is not None
    assert (entry.name, entry.service_name, entry.handle) == ("いわき市のx", "X", "iwaki_bousai")


def test_a_warning_names_the_account_that_is_resembled_and_the_public_words(city: OfficeWorld) -> None:
    answer = answer_to("https://x.com/iwaki_bousai_")
    assert answer.entry is not None
    assert (answer.entry.handle, answer.words) == ("iwaki_bousai", "当選を装って個人情報を求めています。")


def test_an_address_on_another_service_says_where_the_handle_is_official(city: OfficeWorld) -> None:
    answer = answer_to("https://www.tiktok.com/@iwaki_bousai")
    assert (answer.verdict, [one.service for one in answer.others]) == (Verdict.UNREGISTERED, ["x"])


def test_a_handle_that_is_official_here_and_an_imitation_there_tells_both(city: OfficeWorld) -> None:
    answer = answer_to("@iwaki_bousai")
    assert (answer.verdict, [one.service for one in answer.others]) == (Verdict.IMITATION, ["x"])


def test_a_handle_with_its_service_is_answered_for_that_service(city: OfficeWorld) -> None:
    answers = [answer_to("@iwaki_bousai", service).verdict for service in ("x", "instagram", "note")]
    assert answers == [Verdict.OFFICIAL, Verdict.IMITATION, Verdict.UNREGISTERED]


def test_a_name_that_may_be_a_site_is_no_handle_but_says_where_the_account_is(world: OfficeWorld) -> None:
    a_public_account(world, "instagram", handle="iwaki.city", url="https://www.instagram.com/iwaki.city/")
    answer = answer_to("iwaki.city")
    assert (answer.verdict, [one.service for one in answer.others]) == (Verdict.UNREGISTERED, ["instagram"])
    assert answer_to("@iwaki.city").verdict == Verdict.OFFICIAL


def test_a_name_with_a_service_is_a_handle(world: OfficeWorld) -> None:
    a_public_account(world, "instagram", handle="iwaki.city", url="https://www.instagram.com/iwaki.city/")
    answers = [answer_to("iwaki.city", service).verdict for service in ("instagram", "x")]
    assert answers == [Verdict.OFFICIAL, Verdict.UNREGISTERED]


def test_a_name_that_may_be_a_site_is_warned_of_where_the_handle_is_an_imitation(city: OfficeWorld) -> None:
    an_imitation(city, handle="iwaki.present", url="")
    assert answer_to("iwaki.present").verdict == Verdict.IMITATION
    assert answer_to("https://iwaki.present").verdict == Verdict.UNREGISTERED


@pytest.mark.parametrize("text", ["https://x.com/iwaki_bousai_", "https://instagram.com/iwaki_bousai"])
@pytest.mark.parametrize("service", ["", "x", "instagram", "note"])
def test_an_address_is_warned_of_whatever_service_is_chosen(city: OfficeWorld, text: str, service: str) -> None:
    assert answer_to(text, service).verdict == Verdict.IMITATION


def test_a_host_below_a_service_with_unknown_addresses_is_another_site(world: OfficeWorld) -> None:
    a_platform("blog", name="ブログ", hosts=["blog.example.jp"], position=9)
    a_public_account(world, "blog", handle="", url="https://blog.example.jp/iwaki")
    answers = [answer_to(f"https://{host}/iwaki").verdict for host in ("www.blog.example.jp", "m.blog.example.jp")]
    assert answers == [Verdict.OFFICIAL, Verdict.UNREGISTERED]


def test_a_handle_that_is_official_on_two_services_names_both(world: OfficeWorld) -> None:
    a_public_account(world)
    a_public_account(world, "note", url="https://note.com/iwaki_bousai")
    answer = answer_to("@iwaki_bousai")
    assert answer.entry is not None
    assert (answer.verdict, answer.entry.service, answer.others[0].service) == (Verdict.OFFICIAL, "x", "note")


@pytest.mark.parametrize(
    "text",
    ["@ｉｗａｋｉ_ｂｏｕｓａｉ", "https://x.com/iwaki_bоusai", "@iwaki\u200b_bousai", "https://х.com/iwaki_bousai"],
)
def test_what_only_looks_like_an_official_account_says_which_may_be_meant(world: OfficeWorld, text: str) -> None:
    a_public_account(world)
    answer = answer_to(text)
    assert answer.meant is not None
    assert (answer.verdict, answer.meant.handle) == (Verdict.UNREGISTERED, "iwaki_bousai")


@pytest.mark.parametrize("state", [state for state in AccountState if state != AccountState.ACTIVE])
def test_accounts_in_other_states_are_not_registered(world: OfficeWorld, state: AccountState) -> None:
    account = an_account(state, world=world, handle="iwaki_ikita")
    assert answer_to("@iwaki_ikita").verdict == Verdict.UNREGISTERED
    assert answer_to(f"https://x.com/{account.handle}").verdict == Verdict.UNREGISTERED


def test_an_account_in_a_state_declared_as_ended_was_official_until_that_day(world: OfficeWorld) -> None:
    account = an_account(AccountState.ACQUIRED, world=world, handle="iwaki_mukashi")
    table = {AccountState.ACQUIRED: Standing("終了しました", "end", ended_on="acquired_on")}
    answer = answer_to("https://x.com/iwaki_mukashi", standings=table)
    assert answer.entry is not None
    assert (answer.verdict, answer.entry.until) == (Verdict.WAS_OFFICIAL, account.acquired_on)


def test_an_account_that_is_official_comes_before_one_that_was(world: OfficeWorld) -> None:
    a_public_account(world, "note", url="https://note.com/iwaki_bousai")
    an_account(AccountState.ACQUIRED, world=world, handle="iwaki_bousai")
    table = {
        AccountState.ACQUIRED: Standing("終了しました", "end", ended_on="acquired_on"),
        AccountState.ACTIVE: Standing("運用中", "ok"),
    }
    answer = answer_to("@iwaki_bousai", standings=table)
    assert answer.entry is not None
    assert (answer.verdict, answer.entry.service) == (Verdict.OFFICIAL, "note")


def test_an_account_without_a_known_service_is_official_under_its_very_address(world: OfficeWorld) -> None:
    a_public_account(world, "other", handle="Iwaki", url="https://blog.example.jp/city/Iwaki?s=1")
    yes = ["https://blog.example.jp/city/Iwaki?s=1", "blog.example.jp/city/Iwaki/?s=1", "@Iwaki"]
    no = ["blog.example.jp/city/iwaki?s=1", "blog.example.jp/city/Iwaki?s=2", "www.blog.example.jp/city/Iwaki?s=1"]
    assert [answer_to(text).verdict for text in yes] == [Verdict.OFFICIAL] * 3
    assert [answer_to(text).verdict for text in [*no, "@iwaki"]] == [Verdict.UNREGISTERED] * 4


def test_the_answer_takes_few_queries(city: OfficeWorld, django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(5):  # type: ignore[operator]  # a fixture of pytest-django
        answer_to("https://www.tiktok.com/@iwaki_bousai")


CONFUSABLE = sorted({*map(chr, LOOKALIKES), *"０１ａｉｏ＿．／：＠ıɪɩοоаі—‐\u200b\u200d\u00ad\u202e\u0301\u0307゛"})
ANY = st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from(CONFUSABLE), st.sampled_from("lI10oO_.-/@%"))


@pytest.fixture
def plain(world: OfficeWorld) -> list[str]:
    """Give the plain writings of accounts without a warning beside them."""
    the_accounts(world)
    return [text for text in lookalikes.OFFICIAL if text == text.strip() and "?" not in text and "%" not in text]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_text_that_differs_in_one_sign_is_official(plain: list[str], data: st.DataObject) -> None:
    """Only what every browser and service reads as the same address may be: capitals, the slash at the end, `@`."""
    text = data.draw(st.sampled_from(plain))
    place, sign, puts_in = data.draw(st.integers(0, len(text))), data.draw(ANY), data.draw(st.booleans())
    changed = text[:place] + sign + text[place + (0 if puts_in else 1) :]
    answer = answer_to(changed)
    assert answer.verdict != Verdict.OFFICIAL or _same_account(text, changed), changed


def _same_account(text: str, changed: str) -> bool:
    """Tell whether a changed text is plainly another writing of the one it came from, by a rule of its own."""
    return _bare(text) == _bare(changed)


def _bare(text: str) -> tuple[str, str]:
    text = text.strip(" \t\r\n\u3000")
    is_channel = "/channel/" in text
    low = text if is_channel else text.lower()
    scheme = next((s for s in ("https://", "http://") if low.lower().startswith(s)), "")
    low = low[len(scheme) :]
    host, slash, path = low.partition("/")
    if not slash:
        return "", host.removeprefix("@")
    return host.lower().removeprefix("www.").replace("twitter", "x"), path.partition("?")[0].removesuffix("/")


def test_each_official_account_has_its_keys(city: OfficeWorld) -> None:
    known = services()
    found = {code: keys_of(code, one["handle"], one["url"], known) for code, one in lookalikes.ACCOUNTS.items()}
    assert found == {
        "x": ["h:x:iwaki_bousai"],
        "instagram": ["h:instagram:iwaki.kanko"],
        "youtube": ["h:youtube:いわき市公式", "u:youtube.com/channel/UCabcdefghijklmnopqrstuv"],
        "facebook": ["u:facebook.com/profile.php?id=100012345"],
        "line": ["h:line:iwaki_kouhou"],
    }


def test_the_day_of_the_end_is_a_day(world: OfficeWorld) -> None:
    table = {AccountState.ACTIVE: Standing("終了しました", "end", ended_on="started_on")}
    a_public_account(world)
    entry = answer_to("@iwaki_bousai", standings=table).entry
    assert entry is not None
    assert isinstance(entry.until, date)
