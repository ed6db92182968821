"""The audit trail of an errand as one timeline: an entry an act, what followed from it in the same entry."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet, Value
from django.urls import reverse

from accounts.models import Account
from accounts.moves import AUTHORISE
from approvals.models import Filing, LaterReview, Request
from approvals.moves import account, decision, filing, request, review, step
from approvals.notices.texts import title_of
from approvals.presentation.bodies import label_of
from core.audit.history import Entry, history
from core.lifecycle.moves import Move
from policies.models import MediaPolicy

MOVES: dict[str, tuple[Move, ...]] = {
    "approvals.request": (
        request.SUBMIT, request.PULL_BACK, request.WITHDRAW, request.SEND_BACK, request.APPROVE, request.DENY,
    ),
    "approvals.step": (*decision.DECISIONS.values(), step.READ),
    "approvals.filing": (filing.FILE, filing.RECEIVE),
    "approvals.laterreview": (review.CONFIRM, review.OBJECT),
    "accounts.account": (account.ACQUIRE, account.START, account.ABANDON, AUTHORISE),
}  # fmt: skip
TONES = {f"{label}.{move.name}": move.tone for label, moves in MOVES.items() for move in moves}

DISPOSED = "approvals.request.dispose"
"""The disposal of an errand, told of its request alone."""
ACTS = {DISPOSED} | {
    f"{label}.{move.name}"
    for label, moves in MOVES.items()
    for move in moves
    if move not in (request.SEND_BACK, request.APPROVE, request.DENY, AUTHORISE)
}
"""What people do; everything else in the same act followed from it."""
FOLLOWED = {
    *("approvals.request.approve", "approvals.request.deny", "accounts.account.authorise", "accounts.account.abandon"),
    *("policies.mediapolicy.approve", "approvals.filing.create", "approvals.laterreview.create"),
}
"""What an entry mentions as following; bookkeeping (steps laid out, operators granted) is left to the audit trail."""
OF_ACCOUNTS = sorted(name for name in (*TONES, *FOLLOWED) if name.startswith("accounts.account."))
"""What is told of an account's own trail, which grows for as long as the account lives."""
GIVEN_UP = "accounts.account.abandon"
"""An act of its own when a reason was given; without one it follows from the end of the request."""
WORDS = {
    "approvals.request.create": "起案を作り始めた",
    "approvals.attachment.create": "ファイルを添付した",
    "approvals.filing.create": "総務部長への届出が必要になった",
    "approvals.laterreview.create": "後閲が必要になった",
}
SAID = ("opinion", "reason", "note", "correction", "difference")


def streams_of(record: Request) -> list[str]:
    """Return the streams of a request and of all that belongs to its errand (one query)."""
    first, *others = [
        _keys("approvals.step", record.steps.all()),
        _keys("approvals.laterreview", LaterReview.objects.filter(step__request=record)),
        _keys("approvals.filing", record.filings.all()),
        _keys("approvals.attachment", record.attachments.all()),
        _keys("policies.mediapolicy", MediaPolicy.objects.filter(account=record.account_id)),
    ]
    account = [f"{Account._meta.label_lower}:{record.account_id}"] if record.account_id is not None else []
    return [record.stream, *account, *(f"{label}:{pk}" for label, pk in first.union(*others, all=True))]


def _keys(label: str, found: QuerySet[Any]) -> QuerySet[Any, tuple[str, int]]:
    pairs: QuerySet[Any, tuple[str, int]] = found.order_by().annotate(label=Value(label)).values_list("label", "pk")
    return pairs


def history_of(record: Request) -> list[Entry]:
    """Return everything that happened in an errand, newest first."""
    return history(streams_of(record))


def history_of_filing(record: Filing) -> list[Entry]:
    """Return everything that happened to a filing, from the acquisition that called for it, newest first."""
    return history([record.stream, record.account.stream])


def course_of_filing(record: Filing) -> list[dict[str, Any]]:
    """Return what happened to a filing for `{% timeline %}`, newest first.

    Of one about a notice it begins with that notice, and of one that amends another with that one; both are linked.
    """
    entries = history_of_filing(record)
    told = [*timeline_of(entries, reads_draft=False), *_begun(record, entries)]
    return sorted(told, key=lambda line: line["at"], reverse=True)


def _begun(record: Filing, entries: Sequence[Entry]) -> Iterator[dict[str, Any]]:
    notice, first = record.notice, record.amends
    if notice is None:
        return
    what = "について、届出が必要になった" if first is None else "について、届け出た内容を改めることになった"
    url = reverse("approvals:notice_detail", args=[notice.pk])
    for entry in entries:
        if entry.stream == record.stream and entry.move == "approvals.filing.create":
            note = f"{entry.who}\n短い符号 {entry.code}"
            yield {"at": entry.at, "what": f"{title_of(notice)}{what}", "url": url, "note": note, "tone": "wait"}
    if first is not None:
        url = reverse("approvals:filing_detail", args=[first.pk])
        words = f"もとの届出({first.document_number})を届け出た"
        yield {"at": first.filed_at, "what": words, "url": url, "tone": "run"}


def timeline_of(entries: Sequence[Entry], *, reads_draft: bool) -> list[dict[str, Any]]:
    """Return entries for `{% timeline %}`, newest first, one an act.

    Args:
        reads_draft: whether the reader may know what was changed in an unsubmitted draft.
    """
    acts: dict[Any, list[Entry]] = {}
    for entry in entries:
        acts.setdefault(entry.act_id, []).append(entry)
    return [line for act in acts.values() for line in _lines(act, reads_draft)]


def _lines(act: list[Entry], reads_draft: bool) -> Iterable[dict[str, Any]]:
    """Return an entry for each thing done in an act; an act that only followed from elsewhere gives none."""
    followed = dict.fromkeys(_what(entry) for entry in act if entry.move in FOLLOWED and not _is_act(entry))
    for entry in (entry for entry in act if _is_act(entry)):
        notes = [entry.who, *_said(entry), *(_written(entry) if reads_draft else [])]
        if followed:
            notes.append(f"あわせて:{'、'.join(followed)}")
            followed = {}
        note = "\n".join([*notes, f"短い符号 {entry.code}"])
        yield {"at": entry.at, "what": _what(entry), "note": note, "tone": TONES.get(entry.move, "draft")}


def _is_act(entry: Entry) -> bool:
    if entry.move == "approvals.filing.create":
        return False
    if entry.move == GIVEN_UP:
        return bool(entry.facts.get("reason"))
    written = entry.move.rpartition(".")[0] in {"approvals.request", "approvals.attachment", "approvals.filing"}
    return entry.move in ACTS or (written and entry.move.endswith((".create", ".edit")))


def _what(entry: Entry) -> str:
    changes = entry.facts.get("changes") or {}
    if entry.move == "approvals.request.submit" and "round" in changes:
        return f"第{changes['round'][1]}版を提出した"
    if entry.move == "approvals.attachment.edit":
        return "添付を外した"
    if entry.move == "approvals.filing.edit":
        return _what_of_filing(changes)
    return WORDS.get(entry.move, entry.label)


def _what_of_filing(changes: Mapping[str, Any]) -> str:
    """Say what an edit of a filing was: of one that is not made yet, or of what was filed."""
    if "now_on" in changes:
        return "届け出る内容が変わった"
    if "due_on" in changes:
        return "届出の期限が変わった"
    return "届出の補正を求めた" if (changes.get("correction") or ["", ""])[1] else "届出を補正した"


def _said(entry: Entry) -> list[str]:
    changes = entry.facts.get("changes") or {}
    words = [entry.facts.get(name) for name in SAID]
    words += [changes[name][1] for name in ("correction", "note") if name in changes and entry.move.endswith(".edit")]
    return [f"「{word}」" for word in dict.fromkeys(words) if word]


def _written(entry: Entry) -> list[str]:
    """Say what of a draft was written: for those who may read it before it is submitted."""
    if entry.move == "approvals.attachment.create":
        return [f"「{(entry.facts.get('values') or {}).get('name', '')}」"]
    if entry.move != "approvals.request.edit":
        return []
    names = [label_of(name) for name in entry.facts.get("changes") or {}]
    return [f"直したところ:{'、'.join(names)}"] if names else []
