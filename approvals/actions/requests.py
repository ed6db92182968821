"""Drafting, editing, submitting, pulling back and withdrawing a request."""

from datetime import datetime
from typing import Any

from accounts.models import Account
from accounts.queries import standing_account
from approvals.models import Attachment, Request
from approvals.moves.request import PULL_BACK, SUBMIT, WITHDRAW
from approvals.numbering import next_number
from approvals.permissions import check_draft, check_edit
from approvals.states import RequestState
from core.lifecycle.act import Act, acting, perform
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.staff.models import Unit
from core.uploads.storage import stored
from policies.models import MediaPolicy
from policies.moves import SUBMIT as SUBMIT_POLICY
from policies.queries import latest_policy


def draft_request(section: Unit, *, by: Actor, at: datetime, **values: Any) -> Request:
    """Begin a request of a section; it may be incomplete.

    Raises:
        Denied: when the actor is not of the section.
    """
    with acting(by=by, at=at) as act:
        check_draft(section, by, act.on)
        return act.create(Request, section=section, drafter=by.person, **values)


def edit_request(request: Request, *, by: Actor, at: datetime, seen: str | None = None, **values: Any) -> Request:
    """Change a request that is with its section.

    Raises:
        Denied: outside the section, or while it is with the deciders.
        Conflict: when it is another one than the person saw.
    """
    with acting(by=by, at=at) as act:
        check_edit(act.lock(request), by, act.on)
        return act.edit(request, seen=seen, **values)


def submit_request(request: Request, *, by: Actor, at: datetime, seen: str | None = None) -> Request:
    """Submit a request: number, account and policy in the registry, a new round of steps.

    The service's row is locked after the request, so that two never enter one handle at the same moment. The number
    is taken after account and policy, the last existing rows: the first submission, which alone takes a number, only
    inserts after it (a duty to revise, which a submission ends, exists from the second one on).

    Raises:
        Denied: outside the section, incomplete, or for an account that stands in the registry.
        Conflict: when it is another one than the person saw, or submitted already.
    """
    with acting(by=by, at=at) as act:
        locked = act.lock(request)
        SUBMIT.check(locked, by, act.on)
        SUBMIT.examine(locked, {}, act.on)
        if locked.platform is not None:
            act.lock(locked.platform)
        refuse_known_account(locked)
        account = (
            _account_of(act, locked) if locked.state in {RequestState.DRAFT, RequestState.RETURNED} else locked.account
        )
        number = locked.document_number or next_number(locked.section, act.on)
        return act.perform(locked, SUBMIT, seen=seen, document_number=number, account=account, submitted_at=at)


def refuse_known_account(request: Request) -> None:
    """Refuse a handle that the registry knows already.

    Raises:
        Denied: naming the account and its section (4-1-(1)).
    """
    if request.platform is None:
        return
    known = standing_account(request.platform, handle=request.handle, besides=request.account_id)
    if known is not None:
        raise Denied(
            f"このアカウントIDは、すでに台帳にあります({known.name}、{known.section.name})。",
            "第4-1-(1)",
            "そのアカウントの部署に相談するか、別のアカウントIDにしてください。",
            field="handle",
        )


def _account_of(act: Act, request: Request) -> Account:
    """Enter the account as planned with its policy, or bring both up to the new round."""
    values: dict[str, Any] = {
        "platform": request.platform,
        "name": request.account_name,
        "common_name": request.common_name,
        "handle": request.handle,
        "section": request.section,
    }
    account = act.edit(request.account, **values) if request.account else act.create(Account, **values)
    policy = latest_policy(account)
    policy = (
        act.edit(policy, **request.items())
        if policy
        else act.create(MediaPolicy, account=account, number=1, **request.items())
    )
    act.perform(policy, SUBMIT_POLICY)
    return account


def pull_back_request(request: Request, *, by: Actor, at: datetime) -> Request:
    """Take a submitted request back to draft (引戻し)."""
    return perform(request, PULL_BACK, by=by, at=at)


def withdraw_request(request: Request, *, by: Actor, at: datetime, reason: str = "") -> Request:
    """End a request at the section's own wish (取下げ)."""
    return perform(request, WITHDRAW, by=by, at=at, reason=reason)


def add_attachment(
    request: Request, *, by: Actor, at: datetime, name: str, content_type: str, content: bytes
) -> Attachment:
    """Add a file to a request; a file of the same name takes the old one's place.

    The file lies under its hash, so storing it before the commit harms nobody when the act fails.
    """
    with acting(by=by, at=at) as act:
        check_edit(act.lock(request), by, act.on)
        for old in request.attachments.filter(name=name, removed_at=None):
            act.edit(old, removed_at=at)
        kept = stored(name, content_type, content)
        return act.create(Attachment, request=request, added_by=by.person, **kept)


def remove_attachment(attachment: Attachment, *, by: Actor, at: datetime) -> Attachment:
    """Take a file out of a request; the row stays for the history."""
    with acting(by=by, at=at) as act:
        check_edit(act.lock(attachment.request), by, act.on)
        return act.edit(attachment, removed_at=at)
