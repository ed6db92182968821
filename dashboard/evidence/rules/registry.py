"""Does every account stand on decisions, in their order, on the content that was decided?"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from accounts.states import HELD, OVER, AccountState
from approvals.states import FilingState, RequestState, StepKind, StepState
from core.periods.clock import JAPAN
from core.periods.era import era_date
from core.staff.offices import NEXT_HIGHER, Office
from dashboard.evidence.findings import Finding, Kind
from dashboard.evidence.rows import AccountRow, FilingRow, RequestRow, StepRow, Told

UNPERMITTED = frozenset({AccountState.PLANNED, AccountState.ABANDONED})
ACQUIRED = frozenset({*HELD, *OVER})
DECIDED = frozenset({StepState.CONSENTED, StepState.APPROVED, StepState.RETURNED, StepState.DENIED})
AGREED: dict[str, str] = {
    StepKind.CONSENT: StepState.CONSENTED,
    StepKind.JOINT: StepState.CONSENTED,
    StepKind.PERMIT: StepState.APPROVED,
}
ORDER: tuple[tuple[str, str, str], ...] = (
    (StepKind.CONSENT, Office.SECTION_HEAD, "課長の回議"),
    (StepKind.PERMIT, Office.DEPARTMENT_HEAD, "部長の許可"),
    (StepKind.PERMIT, Office.POLICY_DIRECTOR, "総合政策部長の許可"),
)
"""What 4-1-(2) asks for, in order."""


def account_findings(account: AccountRow) -> Iterator[Finding]:
    """Yield what does not fit about one account and its papers."""
    yield from _state(account.stream, account.title, account.state, account.last_state)
    permitted = [request for request in account.requests if request.state == RequestState.APPROVED]
    yield from _registration(account)
    if account.state not in UNPERMITTED and not permitted and not _is_registered(account):
        yield Finding(Kind.NO_PERMISSION, account.stream, f"{account.title}:許可された起案がありません。")
    for request in account.requests:
        yield from _request(request)
    yield from _acquisition(account, permitted)
    yield from _filings(account)


def _state(stream: str, name: str, state: str, last_state: str) -> Iterator[Finding]:
    if state != last_state:
        yield Finding(Kind.STATE, stream, f"{name}:いまの状態になったできごとが、監査証跡にありません。")


def _is_registered(account: AccountRow) -> bool:
    """Tell whether an account was entered on its paper document by the office that may, with no request (ADR 0026)."""
    event = account.registered
    rightly = event is not None and event.office == Office.GENERAL_AFFAIRS_DIRECTOR
    return rightly and all(account.paper_told) and not account.requests


def _registration(account: AccountRow) -> Iterator[Finding]:
    if account.paper != account.paper_told:
        yield Finding(
            Kind.PAPER, account.stream, f"{account.title}:登録の根拠の文書の番号か日付が、監査証跡と違います。"
        )
    event = account.registered
    if event is not None and event.office != Office.GENERAL_AFFAIRS_DIRECTOR:
        what = f"{account.title}:登録した{event.who}は、総務部長ではありません。"
        yield Finding(Kind.WRONG_OFFICE, account.stream, what)


def _acquisition(account: AccountRow, permitted: Iterable[RequestRow]) -> Iterator[Finding]:
    last = [_last_permission(request) for request in permitted]
    for event in (event for event in last if event is not None):
        early = account.acquired_on is not None and account.acquired_on < event.on
        if early or (account.acquired is not None and account.acquired.key < event.key):
            yield Finding(Kind.AFTER_THE_FACT, account.stream, f"{account.title}:取得が、最後の許可より前です。")


def _last_permission(request: RequestRow) -> Told | None:
    steps = [step for step in _deciding(request) if step.kind == StepKind.PERMIT]
    return steps[-1].event if steps else None


def _filings(account: AccountRow) -> Iterator[Finding]:
    filed = [filing for filing in account.filings if filing.of_acquisition]
    if account.state in ACQUIRED and not filed and not _is_registered(account):
        yield Finding(Kind.NO_FILING, account.stream, f"{account.title}:総務部長への届出の記録がありません。")
    for filing in account.filings:
        yield from _state(filing.stream, filing.name, filing.state, filing.last_state)
        yield from _receipt(filing)


def _receipt(filing: FilingRow) -> Iterator[Finding]:
    if filing.state != FilingState.RECEIVED:
        return
    if filing.receipt is None:
        yield Finding(Kind.NO_EVENT, filing.stream, f"{filing.name}:受理したできごとが、監査証跡にありません。")
    elif filing.receipt.person != filing.received_by:
        yield Finding(
            Kind.OTHER_NAME,
            filing.stream,
            f"{filing.name}:受理した人が違います(台帳:{filing.received_by_name} / 証跡:{filing.receipt.who})。",
        )


def _deciding(request: RequestRow) -> list[StepRow]:
    """Return the steps of the last round that decide, in order."""
    steps = [step for step in request.steps if step.round == request.round and step.kind != StepKind.CIRCULATE]
    return sorted(steps, key=lambda step: step.position)


def _request(request: RequestRow) -> Iterator[Finding]:
    yield from _state(request.stream, request.name, request.state, request.last_state)
    for revision in request.revisions:
        if revision.digest != revision.body_digest:
            what = f"{request.name}:第{revision.number}版に残した内容が、照合コードと合いません。"
            yield Finding(Kind.DIGEST, request.stream, what)
    for step in request.steps:
        if step.state in DECIDED and step.kind != StepKind.CIRCULATE:
            yield from _decided(request, step)
    if request.state == RequestState.APPROVED:
        yield from _approved(request)


def _approved(request: RequestRow) -> Iterator[Finding]:
    steps = _deciding(request)
    if missing := _missing(steps):
        yield Finding(Kind.STEPS, request.stream, f"{request.name}:{'、'.join(missing)}が、順番どおりにありません。")
    digest = next((one.digest for one in request.revisions if one.number == request.round), "")
    if digest != request.digest:
        yield Finding(
            Kind.DIGEST, request.stream, f"{request.name}:いまの内容が、許可された第{request.round}版と違います。"
        )


def _missing(steps: list[StepRow]) -> list[str]:
    """Return what of the order is not there, or not after what comes before it."""
    agreed = [step for step in steps if step.event is not None and step.state == AGREED.get(step.kind)]
    missing, position, key = [], 0, 0
    for kind, office, words in ORDER:
        found = next((s for s in agreed if (s.kind, s.office) == (kind, office) and s.position > position), None)
        if found is None or found.event is None or found.event.key < key:
            missing.append(words)
        else:
            position, key = found.position, found.event.key
    missing += [f"{step.office_name}の回答" for step in steps if step.state != AGREED.get(step.kind)]
    return list(dict.fromkeys(missing))


def _decided(request: RequestRow, step: StepRow) -> Iterator[Finding]:
    name, event = f"{request.name} {step.office_name}", step.event
    if event is None or step.state != step.last_state:
        yield Finding(Kind.NO_EVENT, step.stream, f"{name}:この決裁をしたできごとが、監査証跡にありません。")
        return
    if (event.person, event.on_behalf_of) != (step.decided_by, step.on_behalf_of):
        what = f"{name}:決めた人が違います(台帳:{step.who or 'なし'} / 証跡:{event.who})。"
        yield Finding(Kind.OTHER_NAME, step.stream, what)
    if event.at != step.decided_at:
        stored = _instant(step.decided_at) if step.decided_at else "なし"
        what = f"{name}:決めた日時が違います(台帳:{stored} / 証跡:{_instant(event.at)})。"
        yield Finding(Kind.OTHER_NAME, step.stream, what)
    if not _is_of_office(step):
        yield Finding(Kind.WRONG_OFFICE, step.stream, f"{name}:{event.who}は、求められた職ではありません。")
    submitted = next((one for one in request.revisions if one.number == step.round), None)
    if submitted is None or step.digest != submitted.digest or event.digest not in {"", submitted.digest}:
        yield Finding(Kind.DIGEST, step.stream, f"{name}:決めた内容が、提出された第{step.round}版と違います。")
    if submitted is not None and event.at < submitted.submitted_at:
        yield Finding(Kind.BACKDATED, step.stream, f"{name}:提出より前の日時です。")


def _instant(at: datetime) -> str:
    """Return the instant in Japan to the thousandth of a second, as exact as the trail is."""
    local = at.astimezone(JAPAN)
    return f"{era_date(local.date())} {local:%H:%M:%S}.{local.microsecond // 1000:03}"


def _is_of_office(step: StepRow) -> bool:
    event = step.event
    if event is None or event.office == step.office:
        return event is None or not step.answering or event.unit in step.answering
    if event.office != NEXT_HIGHER.get(Office(step.office)) or not step.above_may:
        return False
    return not step.answering_above or event.unit in step.answering_above
