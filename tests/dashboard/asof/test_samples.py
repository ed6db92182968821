"""Samples: the same number gives the same accounts, later accounts change nothing, and every draw is on record."""

from datetime import date, timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.models import Account
from core.audit.models import Event
from core.audit.writer import Change, Stamp, write_events
from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM
from core.lifecycle.trails import facts_of
from core.staff.offices import Office
from dashboard.asof.sampling import drawn, rank
from tests.approvals.pages import a_world, browser_of, today
from tests.dashboard.asof.test_page import a_city
from tests.dashboard.trail.readers import as_auditor, open_as
from tests.factories import at_nine
from tests.factories.approvals import OfficeWorld, an_account

pytestmark = pytest.mark.django_db
MAY, JULY = date(2026, 5, 11), date(2026, 7, 1)
NOT_OVER = "きょうはまだ終わっていないので、同じ標本を引き直せません。きのうまでの日を入力してください。"
TO_COME = "まだ来ていない日の状態は分かりません。きょうまでの日を入力してください。"


def cities(number: int, on: date = MAY) -> list[OfficeWorld]:
    """Make sections with an account each, started on a day."""
    found = [a_city(on) for _ in range(number)]
    for world in found:
        an_account(world=world, when=at_nine(on))
    return found


def draw(world: OfficeWorld, on: date = MAY, seed: int = 2026, size: int = 2, **filters: Any) -> Any:
    given = {"on": str(on), "seed": seed, "size": size, **filters}
    return browser_of(world.people[Office.AUDITOR]).post(reverse("dashboard:sample_new"), given)


def sample(world: OfficeWorld, **given: Any) -> Any:
    """Draw and open the sample."""
    answer = draw(world, **given)
    return browser_of(world.people[Office.AUDITOR]).get(answer.url).context


def accounts(world: OfficeWorld, **given: Any) -> list[int]:
    return [row.key for row in sample(world, **given)["rows"]]


def test_rank_is_the_published_method() -> None:
    # printf '2026:15' | sha256sum
    assert rank(2026, 15) == sha256(b"2026:15").hexdigest()
    assert rank(2026, 15) == "339be157b70f0437acedd65bf363bde6d630f94277fc7d4ea673da0c5885fc43"


def test_draw_takes_the_smallest_in_their_order() -> None:
    by_hand = sorted(range(1, 101), key=lambda key: sha256(f"7:{key}".encode()).hexdigest())

    assert drawn(7, 5, range(1, 101)) == by_hand[:5]
    assert drawn(7, 5, reversed(range(1, 101))) == by_hand[:5]
    assert drawn(7, 5, [3, 1]) == sorted([1, 3], key=lambda key: rank(7, key))


def test_same_number_gives_the_same_accounts_whatever_came_later() -> None:
    world, *others = cities(4)
    first = accounts(world)
    cities(2, JULY)
    edit(others[0].section, by=SYSTEM, at=at_nine(JULY), name="改名課")

    assert accounts(world) == first
    assert len(first) == 2
    assert sample(world, size=9)["sample"].population == 4
    assert sample(world, on=JULY, size=9)["sample"].population == 6


def test_another_number_gives_other_accounts() -> None:
    world = cities(4)[0]

    assert len({tuple(accounts(world, seed=seed)) for seed in range(12)}) > 3


def test_sample_keeps_to_the_filters() -> None:
    world, other = cities(2)

    shown = sample(world, section=other.section.pk, size=9)

    assert [row.section.split()[-1] for row in shown["rows"]] == [other.section.name]
    assert shown["sample"].filters == [f"課:{other.section.full_name}"]


def test_drawing_is_on_record_with_all_that_is_needed_to_draw_again() -> None:
    world, *_ = cities(3)

    draw(world, seed=15, size=2)

    event = Event.objects.select_related("facts").get(move="audit.sample")
    facts = facts_of(event)
    numbers = sorted(int(one.stream.partition(":")[2]) for one in Event.objects.filter(move="accounts.account.start"))
    assert (event.person, event.office) == (world.people[Office.AUDITOR].person, "auditor")
    assert facts == {
        "seed": 15,
        "as_of": str(MAY),
        "size": 2,
        "population": 3,
        "digest": sha256("".join(f"{number}\n" for number in numbers).encode()).hexdigest(),
        "accounts": drawn(15, 2, numbers),
        "wanted": {},
        "filters": [],
    }


def test_every_draw_is_listed_newest_first() -> None:
    world = cities(1)[0]
    for seed in (1, 2, 3):
        draw(world, seed=seed)

    rows = as_auditor(world, "samples").context["rows"]
    assert [(row.seed, row.who) for row in rows] == [(seed, world.people[Office.AUDITOR].name) for seed in (3, 2, 1)]


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        (
            {"on": today()},
            "on",
            NOT_OVER,
        ),
        (
            {"on": today() + timedelta(days=1)},
            "on",
            TO_COME,
        ),
        ({"size": 0}, "size", "1以上にしてください。"),
        ({"size": 201}, "size", "200以下にしてください。"),
        ({"seed": -1}, "seed", "0以上にしてください。"),
        ({"seed": 10**10}, "seed", "9999999999以下にしてください。"),
        ({"section": "x"}, "section", "一覧にあるものから選んでください。"),
    ],
)
def test_wrong_draw_is_refused_at_its_field_and_leaves_nothing(
    given: dict[str, Any], field: str, sentence: str
) -> None:
    world = a_world()

    shown = draw(world, **given)

    assert shown.context["form"].errors == {field: [sentence]}
    assert not Event.objects.filter(move="audit.sample").exists()


def test_samples_are_for_auditors_alone() -> None:
    world = cities(1)[0]
    pk = Event.objects.get(pk=int(draw(world).url.rstrip("/").rpartition("/")[2])).pk

    for office, actor in world.people.items():
        answers = [open_as(actor, "samples"), open_as(actor, "sample_new"), open_as(actor, "sample", pk)]
        posted = browser_of(actor).post(reverse("dashboard:sample_new"), {})
        status = 200 if office == Office.AUDITOR else 404
        assert {answer.status_code for answer in (*answers, posted)} == {status}, office


def test_note_of_another_kind_is_no_sample() -> None:
    world = a_world()
    browser = browser_of(world.people[Office.AUDITOR])
    browser.post(reverse("people:trail_verifier"))
    event = Event.objects.get(move="audit.verifier")

    assert open_as(world.people[Office.AUDITOR], "sample", event.pk).status_code == 404
    assert open_as(world.people[Office.AUDITOR], "sample", 10**9).status_code == 404


def test_drawing_once_more_compares_with_what_was_recorded() -> None:
    world, *others = cities(3)
    url = draw(world).url
    browser = browser_of(world.people[Office.AUDITOR])

    assert browser.get(url).context["checked"] is False
    assert browser.get(f"{url}?check").context["same"] is True

    forget_start(others[0])
    assert browser.get(f"{url}?check").context["same"] is False


def forget_start(world: OfficeWorld) -> None:
    """Write past the application that an account of a section had left operation on the day it began."""
    account = Account.objects.get(section=world.section)
    stamp = Stamp(uuid4(), at_nine(MAY), None, "system", None, "自動処理", None)
    write_events([Change(account.stream, account.version + 1, "accounts.account.x", "x", "active", "retired")], stamp)


def test_sheet_prints_what_an_auditor_needs_to_draw_it_by_hand() -> None:
    world = cities(2)[0]

    text = browser_of(world.people[Office.AUDITOR]).get(draw(world, seed=15).url).content.decode()

    assert all(words in text for words in ("SHA-256", "<code>15:15</code>", "所見", "2件", "引き直して確かめる"))
