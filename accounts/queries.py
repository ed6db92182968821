"""Named reads of the registry: which account an address or a handle stands for, and whose an address is."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from accounts.models import Account, Platform
from accounts.rules import handle_in, handle_key, host_of, problem_with_url, url_key
from core.gathering import Part
from core.memo import once, tell

READ = ("accounts.account", "accounts.platform")
"""The kinds of records that say which account stands where."""


def all_services() -> list[Platform]:
    """Return the registered services in their order; read once in a web request, and once in an act."""
    return once("services", lambda: list(Platform.objects.order_by("position", "pk")), of=("accounts.platform",))


def standing_account(
    platform: Platform, *, handle: str = "", url: str = "", besides: int | None = None
) -> Account | None:
    """Return the account that already stands under a handle or an address, recognised by their keys.

    A handle counts on its service, an address whatever service either account was registered under; the handle an
    address carries is looked for as well (4-1-(1)).

    Args:
        besides: key of an account that is not meant (the one being edited).
    """
    return once(_asked(platform, handle, url, besides), lambda: _standing(platform, handle, url, besides), of=READ)


def _asked(platform: Platform, handle: str, url: str, besides: int | None) -> tuple[Any, ...]:
    return "standing", platform.pk, handle, url, besides


def handle_part(platform: Platform, handle: str, besides: int | None) -> Part:
    """Return the accounts that stand under a handle as part of a question; what is found is told by `tell_handle`."""
    found = Account.objects.standing().filter(_with_handle(platform, handle_key(handle)))
    return Part(lambda: found.exclude(pk=besides) if besides else found, related={"section": (), "platform": ()})


def tell_handle(platform: Platform, handle: str, besides: int | None, found: Iterable[Account]) -> None:
    """Remember what was read as part of a question, for those who ask for the account under the handle."""
    first = min(found, key=lambda account: account.pk, default=None)
    tell(_asked(platform, handle, "", besides), first, of=READ)


def _standing(platform: Platform, handle: str, url: str, besides: int | None) -> Account | None:
    found = Account.objects.standing().select_related("section", "platform").order_by("pk")
    found = found.exclude(pk=besides) if besides else found
    owner = _owner(platform, url)
    handles = _with_handle(platform, handle_key(handle)) | _with_handle(owner, handle_in(url))
    return found.filter(handles).first() or found.filter(url_key__in=_keys(owner, url)).first()


def problem_with_address(platform: Platform, url: str) -> str:
    """Return why an address can not be that of an account on a service, as a sentence with the way on; or nothing.

    An address of another registered service is named as such, also under services of any host (その他).
    """
    owner = Platform.objects.owning(url)
    if owner is None or platform.owns(host_of(url)):
        return problem_with_url(url, platform.hosts, platform.short_hosts)
    return (
        f"これは「{owner.name}」のURLです。サービスに「{owner.name}」を選んだ起案で許可を受けるか、"
        f"「{platform.name}」のアカウントのURLを入力してください。"
    )


def _owner(platform: Platform, url: str) -> Platform | None:
    return platform if platform.owns(host_of(url)) else Platform.objects.owning(url)


def _with_handle(platform: Platform | None, key: str) -> Q:
    return Q(platform=platform, handle_key=key) if platform and key else Q(pk__in=[])


def _keys(owner: Platform | None, url: str) -> set[str]:
    """Return the keys of an address under every host of its service: the first host may have been another one."""
    hosts = owner.hosts if owner else []
    keys = {url_key(url, dict.fromkeys(hosts, host)) for host in hosts} | {url_key(url)}
    return keys - {""}
