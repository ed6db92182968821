"""What happens to one account, from the request to its operation or its end: a generator of instants and acts.

A story yields the instant of its next act and is sent on when that instant's turn has come (`load`), so that all
stories together write the trail in the order of time, and document numbers count up as they did. One that is left
waiting stays as it stands: a request under way, an obligation that is open, perhaps overdue.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from accounts.models import Account, AccountGrant, Operator
from accounts.moves import AUTHORISE, REGISTER
from accounts.rules import handle_key
from accounts.states import Access
from approvals import duties
from approvals.actions.filings import body_of
from approvals.models import Filing, Request, Revision, Step
from approvals.moves.account import ABANDON, ACQUIRE, START
from approvals.moves.decision import CONSENT, DENY, PERMIT
from approvals.moves.filing import FILE, RECEIVE
from approvals.moves.request import APPROVE, SUBMIT
from approvals.moves.request import DENY as DENY_REQUEST
from approvals.moves.step import ACTIVATE, LAPSE
from approvals.states import StepKind
from bench.seed.ledger import PastAct
from bench.seed.papers import Papers, due_day
from bench.seed.words import account_names
from core.deadlines.duties import Duty
from core.deadlines.models import Obligation
from core.deadlines.moves import FULFIL
from core.lifecycle.actor import Actor
from core.lifecycle.moves import Move
from core.periods.fiscal import fiscal_era_year
from core.rulebook.parameters import PARAMETERS
from core.staff.models import Unit
from core.staff.offices import Office
from policies import duties as policy_duties
from policies.models import MediaPolicy
from policies.moves import APPROVE as APPROVE_POLICY
from policies.moves import PROPOSE, PUBLISH, SETTLE
from policies.moves import SEND_BACK as SEND_BACK_POLICY
from policies.moves import SUBMIT as SUBMIT_POLICY
from policies.rules import review_due

DENIED = 0.07
WRITTEN = 0.25
"""The share of registered accounts whose first policy is out by now; the others still owe it."""
PAGE = "approvals:request_detail"
ACCESS = (Access.SHARED_PASSWORD, Access.PERSONAL_ROLE, Access.PERSONAL_ROLE, Access.DRAFTS_ONLY)
POLICY = {
    "purpose": "市の仕事を、市内外の方に早く分かりやすく届けます。",
    "topics": "催し、手続、暮らしに役立つ情報。",
    "in_charge": "担当課の職員2人",
    "frequency": "週に2回ほど",
    "timing": "開庁時間",
    "method": "課の端末から発信します。",
    "opinions": "電話と窓口で受けます。",
    "replies": "none",
}


@dataclass
class Story(Papers):
    """One account: who it belongs to, what it is called, and every row about it."""

    def __post_init__(self) -> None:
        self.service = self.chance.choice(self.stage.city.services)
        self.name, self.common_name = account_names(self.chance)
        self.handle = f"iwaki_{self.number:06}"
        self.operator = self.chance.choice(self.section.staff)

    def whole(self, at: datetime) -> Iterator[datetime]:
        """Tell the story of an account that was asked for, decided on, acquired, filed and taken into operation."""
        try:
            yield at
            request = self._draft(at)
            yield (at := self._later(at, days=3))
            account, policy, steps, duty = self._submit(request, at)
            for place, (step, by, move) in enumerate(steps):
                if self._stalls():
                    return
                yield (at := self._later(at))
                if place == 1 and self.chance.random() < DENIED * 1.1:
                    self._deny(step, request, policy, duty, [later for later, _, _ in steps[place + 1 :]], at)
                    return
                following = steps[place + 1][0] if place + 1 < len(steps) else None
                duty = self._agree(step, by, move, following, duty, at)
            yield from self._operate(account, request, duty, at)
        finally:
            self._keep()

    def brief(self, at: datetime) -> Iterator[datetime]:
        """Tell the story of an account that is older than the system: registered on its paper document (ADR 0026)."""
        try:
            yield at
            with self._act(self.stage.city.officers[Office.GENERAL_AFFAIRS_DIRECTOR], at) as act:
                account = self._account(act, self._url())
                paper_on = act.on - timedelta(days=self.chance.randrange(100, 2000))
                number = f"{fiscal_era_year(paper_on)}{self.section.unit.department.symbol}第{self.number}号の紙"
                act.perform(account, REGISTER, paper_number=number, paper_on=paper_on, started_on=paper_on)
                self._operator(act, account)
                owing, link = (Office.SECTION_HEAD.value, self.section.unit), ("policies:policy_list", account.pk)
                title = f"最初のメディアポリシーを作り、掲載する:{account.title}"
                self._owe(act, policy_duties.FIRST, account, owing, title, link)
            if self.chance.random() < WRITTEN:
                yield (at := self._later(at))
                yield from self._first_policy(account, at)
        finally:
            self._keep()

    def _first_policy(self, account: Account, at: datetime) -> Iterator[datetime]:
        """Tell how the first policy of a registered account was written, decided and published."""
        with self._act(self.operator, at) as act:
            person = act.by.person
            policy = self._made(act.create(MediaPolicy, account=account, number=1, drafted_by=person, **POLICY))
            act.perform(policy, PROPOSE)
            self._owe_policy(act, policy_duties.DECIDE, Office.SECTION_HEAD, policy)
        yield (at := self._later(at))
        with self._act(self.section.head, at) as act:
            review_on = review_due(act.on, months=PARAMETERS["policy_review_months"].default)
            facts = {"decided_by": act.by.person, "decided_as": act.by.label, "decided_on": act.on, "opinion": ""}
            act.perform(policy, SETTLE, **facts, self_decided=False, review_on=review_on)
            self._end(act, policy_duties.DECIDE)
            self._owe_policy(act, policy_duties.PUBLISH, Office.STAFF, policy)
        yield (at := self._later(at))
        with self._act(self.operator, at) as act:
            act.perform(policy, PUBLISH, published_on=act.on, review_on=policy.review_on)
            self._end(act, policy_duties.PUBLISH)
            self._end(act, policy_duties.FIRST)

    def _owe_policy(self, act: PastAct, duty: Duty, office: Office, policy: MediaPolicy) -> None:
        owing, link = (office.value, self.section.unit), ("policies:policy_detail", policy.pk)
        self._owe(act, duty, policy.account, owing, f"{duty.act_label}:{policy.account.title}", link)

    def _operate(self, account: Account, request: Request, duty: Obligation, at: datetime) -> Iterator[datetime]:
        for chapter in (self._acquired, self._filed, self._received, self._started):
            if self._stalls():
                return
            yield (at := self._later(at))
            chapter(account, request, duty, at)

    # The acts

    def _draft(self, at: datetime) -> Request:
        staff = self.section.staff
        operators = [
            {"person": _pk(by), "access": Access.SHARED_PASSWORD.value, "reason": "投稿するため"} for by in staff[:1]
        ]
        with self._act(self.operator, at) as act:
            request = self._made(
                act.create(
                    Request,
                    section=self.section.unit,
                    drafter=self.operator.person,
                    platform=self.service,
                    account_name=self.name,
                    common_name=self.common_name,
                    handle=self.handle,
                    reason="取組を早く知らせるため",
                    planned_start=act.on + timedelta(days=60),
                    operators=operators,
                    **POLICY,
                )
            )
        # It has no attachments, so that nobody needs to ask the database for them.
        vars(request)["attachment_hashes"] = list
        return request

    def _submit(
        self, request: Request, at: datetime
    ) -> tuple[Account, MediaPolicy, list[tuple[Step, Actor, Move]], Obligation]:
        with self._act(self.operator, at) as act:
            account = self._account(act)
            policy = self._made(act.create(MediaPolicy, account=account, number=1, **request.items()))
            act.perform(policy, SUBMIT_POLICY)
            number = self.stage.numbers.next(self.section.unit, act.on)
            act.perform(request, SUBMIT, document_number=number, account=account, submitted_at=at)
            self._made(
                act.create(
                    Revision,
                    request=request,
                    number=1,
                    digest=request.digest,
                    fingerprint_seen=request.fingerprint(),
                    body=request.content(),
                    submitted_by=act.by.person,
                    submitted_at=at,
                )
            )
            steps = [
                (self._step(act, request, place, kind, by, unit), by, move)
                for place, (kind, by, unit, move) in enumerate(self._route(), start=1)
            ]
            duty = self._ask(act, steps[0][0])
        return account, policy, steps, duty

    def _route(self) -> list[tuple[StepKind, Actor, Unit, Move]]:
        section, director = self.section, self.stage.city.officers[Office.POLICY_DIRECTOR]
        return [
            (StepKind.CONSENT, section.head, section.unit, CONSENT),
            (StepKind.PERMIT, section.department_head, section.unit, PERMIT),
            (StepKind.PERMIT, director, section.unit.department, PERMIT),
        ]

    def _step(self, act: PastAct, request: Request, place: int, kind: StepKind, by: Actor, unit: Unit) -> Step:
        given = {"kind": kind.value, "office": by.office, "unit": unit, "drafter": request.drafter}
        return self._made(act.create(Step, request=request, round=1, position=place, **given))

    def _ask(self, act: PastAct, step: Step) -> Obligation:
        act.perform(step, ACTIVATE)
        duty = duties.CONSENT if step.kind == StepKind.CONSENT else duties.PERMIT
        title = f"{step.get_kind_display()}:{step.request.title}"
        return self._owe(act, duty, step, (step.office, step.unit), title, (PAGE, step.request_id))

    def _agree(
        self, step: Step, by: Actor, move: Move, following: Step | None, duty: Obligation, at: datetime
    ) -> Obligation:
        with self._act(by, at) as act:
            act.perform(step, move, **_decision(act))
            act.perform(duty, FULFIL, ended_on=act.on)
            if following is not None:
                return self._ask(act, following)
            return self._permit(act, step.request)

    def _permit(self, act: PastAct, request: Request) -> Obligation:
        act.perform(request, APPROVE, decided_at=act.at)
        for row in self.rows:
            if isinstance(row, MediaPolicy):
                act.perform(row, APPROVE_POLICY)
            elif isinstance(row, Account):
                act.perform(row, AUTHORISE)
        assert request.account is not None
        title = f"アカウントを取得し、記録する:{request.account.title}"
        owing, link = (Office.STAFF.value, self.section.unit), ("approvals:acquire", request.account.pk)
        return self._owe(act, duties.ACQUIRE, request.account, owing, title, link)

    def _deny(
        self, step: Step, request: Request, policy: MediaPolicy, duty: Obligation, left: list[Step], at: datetime
    ) -> None:
        with self._act(self.section.department_head, at) as act:
            act.perform(step, DENY, **{**_decision(act), "opinion": "いまの人数では続けられません。"})
            act.perform(duty, FULFIL, ended_on=act.on)
            act.perform(request, DENY_REQUEST, opinion=step.opinion, decided_at=at)
            for one in left:
                act.perform(one, LAPSE)
            act.perform(policy, SEND_BACK_POLICY)
            assert request.account is not None
            act.perform(request.account, ABANDON)

    def _acquired(self, account: Account, request: Request, duty: Obligation, at: datetime) -> None:
        with self._act(self.operator, at) as act:
            self._acquire(act, account)
            self._operator(act, account)
            act.perform(duty, FULFIL, ended_on=act.on)
            due_on = due_day(duties.FILE, act.on)
            filing = self._made(act.create(Filing, account=account, request=request, due_on=due_on))
            owing, link = (Office.STAFF.value, self.section.unit), ("approvals:filing_detail", filing.pk)
            self._owe(act, duties.FILE, filing, owing, f"総務部長へ届け出る:{account.title}", link)
            head, page = (Office.SECTION_HEAD.value, self.section.unit), ("approvals:start", account.pk)
            self._owe(act, duties.START, account, head, f"運用を始める:{account.title}", page)

    def _filed(self, account: Account, request: Request, duty: Obligation, at: datetime) -> None:
        filing = self._row(Filing)
        with self._act(self.operator, at) as act:
            self._end(act, duties.FILE)
            number = self.stage.numbers.next(self.section.unit, act.on)
            facts = {"filed_by": act.by.person, "filed_at": at, "document_number": number, "body": body_of(filing, "")}
            act.perform(filing, FILE, **facts)
            owing, link = (Office.GENERAL_AFFAIRS_DIRECTOR.value, None), ("approvals:filing_detail", filing.pk)
            self._owe(act, duties.RECEIVE, filing, owing, f"届出の受理:{account.title}", link)

    def _received(self, account: Account, request: Request, duty: Obligation, at: datetime) -> None:
        with self._act(self.stage.city.officers[Office.GENERAL_AFFAIRS_DIRECTOR], at) as act:
            act.perform(self._row(Filing), RECEIVE, received_by=act.by.person, received_at=at)
            self._end(act, duties.RECEIVE)

    def _started(self, account: Account, request: Request, duty: Obligation, at: datetime) -> None:
        with self._act(self.section.head, at) as act:
            act.perform(account, START, started_on=act.on)
            self._end(act, duties.START)

    # Their parts

    def _account(self, act: PastAct, url: str = "") -> Account:
        given = {"platform": self.service, "name": self.name, "common_name": self.common_name, "handle": self.handle}
        keys = {"handle_key": handle_key(self.handle), "url_key": self.service.key_of_url(url) if url else ""}
        return self._made(act.create(Account, section=self.section.unit, url=url, **given, **keys))

    def _url(self) -> str:
        return f"https://{self.service.hosts[0]}/{self.handle}"

    def _acquire(self, act: PastAct, account: Account) -> None:
        facts = {"url": self._url(), "handle": self.handle, "name": self.name, "acquired_on": act.on}
        act.perform(account, ACQUIRE, **facts, acquired_by=act.by.person)

    def _operator(self, act: PastAct, account: Account) -> None:
        person = self.operator.person
        given = {"access": self.chance.choice(ACCESS).value, "reason": "投稿するため", "starts_on": act.on}
        self._made(act.create(Operator, account=account, person=person, **given))
        grant = AccountGrant(pk=self.stage.ledger.key(AccountGrant), user=person, content_object=account)
        grant.permission_id = self.stage.permission
        self.rows.append(grant)


def _pk(by: Actor) -> int | None:
    return by.person.pk if by.person else None


def _decision(act: PastAct) -> dict[str, Any]:
    return {"decided_by": act.by.person, "decided_as": act.by.label, "decided_at": act.at, "opinion": ""}
