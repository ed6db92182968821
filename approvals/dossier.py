"""What belongs to a request when it is disposed of (廃棄), and what of it is emptied.

A matter is the request with everything it caused: revisions, steps, later reviews, attachments, filings, and the
account it was for with its policies, operators, password changes, notices, hand-overs and publications with their
pictures. It is concluded with the decision or the withdrawal; a permitted one with the end of its account, so that
nothing of a living account ever goes. An account that a second request stands on is left alone until a rule for it
exists. The days come from the trail (ADR 0016).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat

from accounts.models import Account, Operator
from accounts.states import AccountState
from approvals.models import (
    Attachment,
    ChangeNotice,
    Filing,
    HandOver,
    HandOverReview,
    LaterReview,
    NoticeReview,
    PasswordChange,
    Request,
    Revision,
    Step,
)
from approvals.states import RequestState
from core.audit.models import Event
from core.gathering import Part, gathered
from core.periods.clock import japan_date
from core.periods.era import era_date
from core.records import Record
from core.retention.carrying_out import EMPTIED
from core.retention.dossiers import DossierKind
from core.uploads.storage import ContentStorage
from policies.models import MediaPolicy, PolicyReview
from policies.rules import FIELDS
from publications.models import CheckAsked, PageCheck, Picture, Publication

ENDED_ACCOUNTS = (AccountState.ABANDONED.value, AccountState.RETIRED.value)
UNPERMITTED = (RequestState.DENIED.value, RequestState.WITHDRAWN.value)
TERMS = {
    "keep_permitted_years": Q(state=RequestState.APPROVED.value),
    "keep_unpermitted_years": Q(state__in=UNPERMITTED),
}
OF_THE_REQUEST: tuple[tuple[type[Record], str], ...] = (
    (Revision, "request_id"),
    (Step, "request_id"),
    (LaterReview, "step__request_id"),
    (Attachment, "request_id"),
    (Filing, "request_id"),
)
OF_THE_ACCOUNT: tuple[tuple[type[Record], str], ...] = (
    (Account, "pk"),
    (MediaPolicy, "account_id"),
    (PolicyReview, "policy__account_id"),
    (Operator, "account_id"),
    (PasswordChange, "account_id"),
    (HandOver, "account_id"),
    (HandOverReview, "hand_over__account_id"),
    (Filing, "notice__account_id"),
    (NoticeReview, "notice__account_id"),
    (ChangeNotice, "account_id"),
    (Publication, "account_id"),
    (Picture, "publication__account_id"),
)
BELOW_ACCOUNTS = frozenset(OF_THE_ACCOUNT)
WITH_FILES = (Attachment, Picture)


def instant_of(label: str, key: str, states: Iterable[str]) -> Subquery:
    """Return the instant at which a record, by label and key column, last reached one of some states."""
    stream = Concat(Value(f"{label}:"), Cast(OuterRef(key), CharField()))
    events = Event.objects.filter(stream=stream, to_state__in=list(states)).order_by("-number")
    return Subquery(events.values("at")[:1])


class RequestDossier(DossierKind):
    """The matter of one request."""

    model = Request
    storage = ContentStorage()
    pages = {
        Request: ("approvals:request_detail",),
        LaterReview: ("approvals:review_detail",),
        Filing: ("approvals:filing_detail",),
        Account: ("accounts:account_detail",),
        MediaPolicy: ("policies:policy_detail",),
        HandOver: ("approvals:hand_over_detail",),
        HandOverReview: ("approvals:hand_over_review",),
        ChangeNotice: ("approvals:notice_detail",),
    }

    def concluded(self) -> QuerySet[Request]:
        """Return decided and withdrawn requests whose account, where there is one, has ended."""
        account_ended = instant_of("accounts.account", "account_id", ENDED_ACCOUNTS)
        decided = instant_of("approvals.request", "pk", UNPERMITTED)
        others = Request.objects.filter(account=OuterRef("account")).exclude(pk=OuterRef("pk"))
        ended = Q(account=None) | Q(account__state__in=ENDED_ACCOUNTS)
        return (
            Request.objects.filter(ended, TERMS["keep_permitted_years"] | TERMS["keep_unpermitted_years"])
            .filter(~Exists(others), disposed_on=None)
            .annotate(concluded_at=Coalesce(decided, account_ended))
            .select_related("platform", "section", "drafter")
        )

    def term(self, term: str) -> Q:
        """Tell permitted requests from the others."""
        return TERMS[term]

    def title_of(self, root: Request) -> str:
        """Return the request's title."""
        return root.title

    def stage_of(self, document_number: str) -> str:
        """Tell the request of an account in operation from one on its way there."""
        found = Request.objects.filter(document_number=document_number, disposed_on=None)
        going_on = found.exclude(pk__in=self.concluded().values("pk")).select_related("account").first()
        if not document_number or going_on is None:
            return ""
        return "運用中" if going_on.account is not None and going_on.account.started_on else "手続中"

    def essentials(self, root: Any, members: Sequence[Record]) -> list[tuple[str, str]]:
        """Return drafter and section, reason, decision with its day, and how many files were attached."""
        decided_on = era_date(japan_date(root.decided_at or root.concluded_at))
        files = sum(isinstance(one, Attachment) for one in members)
        return [
            ("起案者", f"{root.drafter.name}({root.section.name})"),
            ("取得する理由", root.reason or "記入なし"),
            ("結果", f"{root.get_state_display()}({decided_on})"),
            ("添付", f"{files}件" if files else "なし"),
        ]

    def members(self, roots: Sequence[Request]) -> dict[int, list[Record]]:
        """Return the request, its papers, its account and what belongs to that; one query however many roots."""
        found: defaultdict[int, list[Record]] = defaultdict(list, {root.pk: [root] for root in roots})
        owners = {root.account_id: root.pk for root in roots if root.account_id is not None}
        ways = [(model, way, list(found)) for model, way in OF_THE_REQUEST]
        ways += [(model, way, list(owners)) for model, way in OF_THE_ACCOUNT]
        read = gathered(**{f"{model.__name__}_{way}": _belonging(model, way, keys) for model, way, keys in ways})
        for model, way, _ in ways:
            for row in sorted(read[f"{model.__name__}_{way}"], key=lambda one: one.pk):
                root = owners[row.root] if (model, way) in BELOW_ACCOUNTS else row.root
                found[root].append(row)
        return dict(found)

    def emptied(self, record: Record, on: date) -> dict[str, Any]:
        """Return what takes the place of a record's content."""
        return EMPTIERS[type(record)](record, on)

    def file_of(self, record: Record) -> str:
        """Return where an attachment or a picture lies."""
        return record.file.name or "" if isinstance(record, WITH_FILES) else ""

    def forget(self, records: Sequence[Record]) -> None:
        """Remove what was seen of the account's pages."""
        publications = [one.pk for one in records if isinstance(one, Publication)]
        PageCheck.objects.filter(publication__in=publications).delete()
        CheckAsked.objects.filter(publication__in=publications).delete()


def _belonging(model: Any, way: str, keys: Sequence[int]) -> Part:
    """Return the records of one kind by their way to a request or an account, whose key each has as `root`."""
    build = model._base_manager.filter(**{f"{way}__in": keys}).annotate(root=F(way)).all
    return Part(build, more=("root",))


def _without_items(**more: Any) -> dict[str, Any]:
    return dict.fromkeys(FIELDS, "") | more


def _mark(text: str) -> str:
    """Return the mark where a text stood, because constraints tell a reason from none."""
    return EMPTIED if text else ""


def _request(request: Any, on: date) -> dict[str, Any]:
    texts = dict.fromkeys(("account_name", "common_name", "handle", "reason"), "")
    return _without_items(**texts, planned_start=None, operators=[], disposed_on=on)


def _policy(policy: Any, on: date) -> dict[str, Any]:
    """Keep the choice whether replies are given: a settled policy has one, and it says nothing about anybody."""
    said = {name: _mark(getattr(policy, name)) for name in ("reason", "opinion", "review_note")}
    return _without_items(replies=policy.replies, **said)


def _account(account: Any, on: date) -> dict[str, Any]:
    texts = dict.fromkeys(("common_name", "handle", "url", "difference"), "")
    return {"name": f"{EMPTIED}のアカウント", "disposed_on": on, **texts}


def _hand_over(hand_over: Any, on: date) -> dict[str, Any]:
    texts = {name: _mark(getattr(hand_over, name)) for name in ("reason", "matters", "recovery", "ended_for")}
    return {"sheet": {}, **texts}


def _notice(notice: Any) -> dict[str, Any]:
    texts = ("name", "common_name", "handle", "url", "reason", "deviation_reason", "opinion", "cancel_reason")
    return {name: _mark(getattr(notice, name)) for name in (*texts, "effect_reason")} | {"before": {}}


def _filing(filing: Any) -> dict[str, Any]:
    return {"body": {}, "note": "", "correction": "", "amend_reason": _mark(filing.amend_reason)}


def _publication(publication: Any) -> dict[str, Any]:
    texts = {name: _mark(getattr(publication, name)) for name in ("url", "place_reason", "reason", "title", "text")}
    return texts | {"wanted": []}


EMPTIERS: Mapping[type[Record], Callable[[Any, date], dict[str, Any]]] = {
    Request: _request,
    Revision: lambda revision, on: {"body": {"disposed_on": on.isoformat()}},
    Step: lambda step, on: {"opinion": _mark(step.opinion)},
    LaterReview: lambda review, on: {"note": _mark(review.note)},
    NoticeReview: lambda review, on: {"note": _mark(review.note)},
    Attachment: lambda attachment, on: {"name": f"{EMPTIED} {attachment.pk}"},
    Filing: lambda filing, on: _filing(filing),
    Account: _account,
    MediaPolicy: _policy,
    PolicyReview: lambda review, on: {"note": _mark(review.note)},
    ChangeNotice: lambda notice, on: _notice(notice),
    Publication: lambda publication, on: _publication(publication),
    Picture: lambda picture, on: {"name": f"{EMPTIED} {picture.pk}"},
    Operator: lambda operator, on: {"reason": _mark(operator.reason)},
    PasswordChange: lambda change, on: {},
    HandOver: _hand_over,
    HandOverReview: lambda review, on: {"note": _mark(review.note)},
}
"""What takes the place of content, by the kind of record. Keys, states, days, persons and hashes stay: they are who did
what when, and what a file or paper found later can be compared with."""
