"""Entering, changing and ending a warning about an imitation; each is one act (7-3)."""

from datetime import datetime
from typing import Any

from accounts.doubts import keep_from_becoming_the_citys
from accounts.models import Platform
from accounts.states import AccountState
from core.lifecycle.act import Act, acting, perform
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.periods.clock import japan_date
from publications.imitations.models import Imitation
from publications.imitations.moves import END
from publications.imitations.permissions import CLAUSE, check_keep
from publications.public.answering import official_under, services
from publications.public.asking import key_of_handle, loose_key, loose_keys, named_in, read
from publications.public.showing import STANDINGS, Standing

THE_CITYS = {**STANDINGS, AccountState.ACQUIRED: Standing("取得済", "wait")}
"""Accounts that are no imitations: those shown to the public, and those of the city that start soon."""
OFFICIAL = "これは市の公式アカウントです。にせのアカウントとしては登録できません。"
AGAIN = "このアカウントには、すでに警告しています。一覧から開いて直してください。"
NOWHERE = "URLか、サービスとアカウントIDを入力してください。"


def open_imitation(act: Act, **values: Any) -> Imitation:
    """Enter an imitation inside an act, and so warn the public; for this chapter's pages and that of incidents.

    The act has locked nothing but people before.

    Args:
        act: of somebody who acts for ふるさと発信課.
        values: `platform`, `handle`, `url`, `resembles`, `first_seen_on`, `words`, `note`; a handle needs its service.

    Raises:
        Denied: for others, for an official account, for what is warned of already, and without a place.
    """
    check_keep(act.by, act.on)
    keep_from_becoming_the_citys()
    return act.create(Imitation, **_examined(values, act))


def enter_imitation(*, by: Actor, at: datetime, **values: Any) -> Imitation:
    """Enter an imitation as one act; see `open_imitation`."""
    with acting(by=by, at=at) as act:
        return open_imitation(act, **values)


def edit_imitation(imitation: Imitation, *, by: Actor, at: datetime, seen: str | None, **values: Any) -> Imitation:
    """Change what is written about an imitation.

    Raises:
        Denied: as for entering one, and once the warning has ended.
        Conflict: somebody else changed it meanwhile.
    """
    with acting(by=by, at=at) as act:
        check_keep(by, act.on)
        keep_from_becoming_the_citys()
        held = act.lock(imitation)
        check_warned(held)
        return act.edit(held, seen=seen, **_examined(values, act, besides=held.pk))


def check_warned(imitation: Imitation) -> None:
    """Refuse to change what the public is warned of no more.

    Raises:
        Denied: with the way on.
    """
    if imitation.ended_on is not None:
        raise Denied("警告を終えた記録は直せません。", CLAUSE, "まだ続いているときは、新しく登録してください。")


def end_imitation(imitation: Imitation, *, by: Actor, at: datetime, reason: str, seen: str | None = None) -> Imitation:
    """Stop warning the public of an imitation, with the reason."""
    return perform(imitation, END, by=by, at=at, seen=seen, reason=reason, ended_on=japan_date(at))


def _examined(values: dict[str, Any], act: Act, besides: int | None = None) -> dict[str, Any]:
    """Return the values with the keys under which the public's questions find the imitation.

    Raises:
        Denied: at the field to mend.
    """
    handle, url = values["handle"].strip().lstrip("@"), values["url"].strip()
    platform: Platform | None = values["platform"]
    if not url and not (handle and platform):
        raise Denied(NOWHERE, CLAUSE, field="handle" if platform else "url")
    if values["first_seen_on"] > act.on:
        raise Denied("最初に確認した日は、きょう以前の日を入力してください。", CLAUSE, field="first_seen_on")
    known = services()
    code = platform.code if platform else ""
    asked = read(url, known)
    keys = {"key": asked.key or (key_of_handle(code, handle, known) if platform and handle else "")}
    carried_on, carried = named_in(url, known)
    told_by_path = carried_on == code and len(loose_keys(url)) == 1  # a query may tell accounts apart: profile.php?id=
    named = loose_key(handle or (carried.lstrip("@") if told_by_path else "")) if platform else ""
    keys |= {"loose_key": loose_keys(url)[0] if url else "", "named": f"@{named}" if named else ""}
    _refuse_official(url, handle or asked.handle, code)
    if carried and official_under(carried, carried_on, THE_CITYS):
        raise Denied(OFFICIAL, CLAUSE, field="url")
    _refuse_again(keys, besides)
    return {**values, "handle": handle, "url": url, **keys}


def _refuse_official(url: str, handle: str, code: str) -> None:
    """Refuse what is the city's in any writing, in operation or just acquired: a warning is told for every writing."""
    if any(official_under(text, standings=THE_CITYS) for text in (url, *loose_keys(url)) if text):
        raise Denied(OFFICIAL, CLAUSE, field="url")
    if code and any(official_under(text, code, THE_CITYS) for text in {handle, loose_key(handle)} if text):
        raise Denied(OFFICIAL, CLAUSE, field="handle")


def _refuse_again(keys: dict[str, str], besides: int | None) -> None:
    found = Imitation.objects.warned()
    found = found.exclude(pk=besides) if besides else found
    if found.matching([key for key in (keys["key"], keys["loose_key"]) if key], "").exists():
        raise Denied(AGAIN, CLAUSE, field="url" if keys["loose_key"] else "handle")
