"""The stage on which a place is warned of and becomes the city's at one moment (7-3)."""

from functools import partial
from typing import Any

from accounts.states import AccountState
from approvals.actions import acquire_account, start_operation
from approvals.notices.actions import effect_notice
from approvals.notices.states import NoticeState
from publications.imitations.actions import edit_imitation, end_imitation
from tests.accounts.importing import a_row, imported
from tests.drills.stages import Stage
from tests.factories import AT, ON
from tests.factories.approvals import OfficeWorld, an_account
from tests.factories.notices import a_notice
from tests.publications.citizens import an_imitation, keeper


def places(world: OfficeWorld) -> Stage:
    """Places that may become the city's, or be warned of; one of them is both, acquired beside a warning of it."""
    permitted = an_account(AccountState.AUTHORISED, world=world, handle="iwaki_permitted")
    warning = an_imitation(world, handle="iwaki_warned", url="")
    other = an_imitation(world, handle="iwaki_other", url="")
    beside = an_account(AccountState.ACQUIRED, world=world, handle="iwaki_warned")
    becoming = a_notice(
        NoticeState.SETTLED,
        world=world,
        handle="iwaki_next",
        url="https://x.com/iwaki_next",
        deviation_reason="サービスの都合で急に変わったため",
    )
    head = keeper(world)
    warn = partial(an_imitation, world, handle="city_1", url="")
    turned = {name: getattr(other, name) for name in ("platform", "resembles", "first_seen_on", "words", "note")}
    turned |= {"handle": "CITY_1", "url": "", "by": head, "at": AT, "seen": None}
    facts: dict[str, Any] = {"handle": "iwaki_permitted", "name": permitted.name, "acquired_on": ON}
    row = a_row(1, world.section.full_name)
    return Stage(
        {
            "warn": warn,
            "warn by address": partial(warn, handle="", url="https://twitter.com/City_1"),
            "turn another warning": partial(edit_imitation, other, **turned),
            "import": partial(imported, [row], world.general_affairs_director),
            "warn of what is permitted": partial(an_imitation, world, handle="iwaki_permitted", url=""),
            "acquire": partial(
                acquire_account, permitted, by=world.staff, at=AT, url="https://x.com/iwaki_permitted", **facts
            ),
            "warn of what it becomes": partial(an_imitation, world, handle="iwaki_next", url=""),
            "effect": partial(effect_notice, becoming, by=world.staff, at=AT, effected_on=ON),
            "end the warning": partial(end_imitation, warning, by=head, at=AT, reason="市のアカウントだったため"),
            "start": partial(start_operation, beside, by=world.section_head, at=AT),
        }
    )
