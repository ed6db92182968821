"""Search against a full reading: whatever is typed, the index finds what a scan of the folded sources finds."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.finding import Finding
from accounts.folding import fold, folded_words
from accounts.models import Account
from accounts.permissions import Sight
from accounts.search import listed_page, narrowed, orders
from core.lifecycle.act import create, edit
from core.lifecycle.actor import SYSTEM
from core.staff.models import Unit, UnitLevel
from tests.factories import a_unit
from tests.factories.approvals import an_account, an_office_world
from tests.factories.core import AT, ON
from tests.factories.drafts import a_platform

pytestmark = pytest.mark.django_db
NAMES = (
    "いわき観光だより",
    "ｲﾜｷ図書館",
    "髙久公民館だより",
    "高久公民館",
    "渡邉写真館",
    "渡辺写真館(旧)",
    "濵通り情報",
    "ＩＷＡＫＩ_ＮＥＷＳ",
    "葛󠄀城ひろば",
    "子育てセンター",
    "子育てｾﾝﾀ-",
    "道路・河川",
    "%_\\",
    "あ",
    "いいいいいい",
    "広報_いわき",
    "防災〜いわき〜",
    "𠮷間支所",
    "髙坂連絡所",
    "平窪事務所ﾆｼ",
)
ACCOUNTS = NAMES[:-2]
"""The last two are names of former sections, which name no account."""
PARTS = (
    "いわきイﾜｷ観光だより高髙久公民館渡邉辺写真濵浜ＩiWＷa 　news子育てセンターｾﾝﾀ-"
    "%_\\'あいx.com/@/課部号第葛城\U000e0100"
)
TYPED = ("@kanri_0", "https://x.com/kanri_1", "x.com/Kanri_1/", "観光振興課 いわき", "総政第", "kanri 図書")
EVERYTHING = Sight(person=0, everything=True, sections=())
WORDS = st.one_of(
    st.text(st.sampled_from(PARTS), max_size=6),
    st.lists(st.sampled_from(NAMES).flatmap(lambda name: st.just(name[1:4])), max_size=3).map(" ".join),
    st.sampled_from(
        ["@kanri_0", "https://x.com/kanri_1", "x.com/Kanri_1/", "観光振興課 いわき", "総政第", "kanri 図書"]
    ),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=4),
)


@pytest.fixture
def accounts() -> list[int]:
    """Enter accounts of every writing, one of them with its papers."""
    world = an_office_world()
    office = a_unit(UnitLevel.SECTION, "髙久支所", parent=world.department)
    before = a_unit(UnitLevel.SECTION, "髙坂連絡所", parent=world.foreign_section.department)
    for former in (before, a_unit(UnitLevel.SECTION, "平窪事務所ﾆｼ", parent=world.department)):
        edit(former, by=SYSTEM, at=AT, ends_on=ON, successor=office if former == before else before)
    found = [an_account(world=world).pk]
    for number, name in enumerate(ACCOUNTS):
        values = {"handle": f"kanri_{number}", "url": f"https://twitter.com/kanri_{number}"} if number < 4 else {}
        section = office if number % 3 == 0 else world.section
        found.append(create(Account, by=SYSTEM, at=AT, platform=a_platform(), name=name, section=section, **values).pk)
    return found


def lines(account: Account) -> Iterator[str]:
    """Yield the values an account is found by, read from the records one by one."""
    yield from (account.name, account.common_name, account.handle, account.url, account.url_key, account.paper_number)
    yield f"@{account.handle_key}" if account.handle_key else ""
    unit = account.section
    yield from (above.name for above in unit.lineage())
    yield from (name for above in unit.lineage() for name in former_names(above))
    yield from account.requests.values_list("document_number", flat=True)
    yield from account.filings.values_list("document_number", flat=True)


def former_names(unit: Unit) -> Iterator[str]:
    """Yield the names of the units whose work a unit carries on, and of theirs."""
    for former in unit.predecessors.all():
        yield former.name
        yield from former_names(former)


def scanned(typed: str) -> set[int]:
    """Read every account through: each of the first five words stands in one of its values."""
    words = [key_or_word(part) for part in dict.fromkeys(typed.split()) if fold(part)]
    words = list(dict.fromkeys(words))[:5]
    texts = {account.pk: [fold(line) for line in lines(account)] for account in Account.objects.all()}
    return {pk for pk, text in texts.items() if all(any(word in line for line in text) for word in words)}


def key_or_word(part: str) -> str:
    bare = part.removeprefix("https://")
    if bare.lower().startswith(("x.com/", "twitter.com/")) and bare.partition("/")[2].strip("/").isascii():
        return fold(bare.replace("twitter.com", "x.com").lower().rstrip("/"))
    return fold(part)


def found_by(typed: str) -> set[int]:
    return set(narrowed(Finding.objects.all(), {"q": typed}, ON).values_list("pk", flat=True))


def listed(typed: str) -> set[int]:
    return {row.pk for row in listed_page(EVERYTHING, {"q": typed}, ON, None).rows}


@pytest.mark.parametrize("near", [2000, 1], ids=["near", "by pairs"])
def test_search_finds_what_a_scan_finds(accounts: list[int], near: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orders, "NEAR", near)

    @settings(max_examples=60)
    @given(WORDS)
    def holds(typed: str) -> None:
        if "/" in typed and not typed.isascii():
            return
        expected = scanned(typed)
        assert (found_by(typed), listed(typed)) == (expected, expected)

    holds()


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("高久公民館", {"髙久公民館だより", "高久公民館"}),
        ("渡邊", {"渡邉写真館", "渡辺写真館(旧)"}),
        ("浜通り", {"濵通り情報"}),
        ("iwaki news", {"ＩＷＡＫＩ_ＮＥＷＳ"}),
        ("葛城", {"葛\U000e0100城ひろば"}),
        ("せんたー", {"子育てセンター", "子育てｾﾝﾀ-"}),
        ("吉間", {"𠮷間支所"}),
        ("@kanri_1", {"ｲﾜｷ図書館"}),
        ("高坂連絡", set(ACCOUNTS[::3])),
        ("事務所にし", set(ACCOUNTS[::3])),
    ],
)
def test_every_form_is_found_under_every_form(accounts: list[int], typed: str, names: set[str]) -> None:
    assert {Account.objects.get(pk=pk).name for pk in listed(typed)} == names


def test_text_has_no_more_words_than_five(accounts: list[int]) -> None:
    assert listed("いわき いわ わき 観光 だより ぜんぜんない") == listed("いわき いわ わき 観光 だより")
    assert folded_words("いわき ｲﾜｷ") == ["イワキ"]
