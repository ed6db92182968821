"""A permission written by plain SQL is worth nothing: neither acquisition nor start stands on it (4-1-(2))."""

from typing import Any

import pytest

from accounts.models import Account
from accounts.states import AccountState
from approvals.models import Request, Step
from approvals.states import RequestState
from tests.approvals.pages import a_world, ago, send, text_of
from tests.approvals.test_acquire_views import acquire, authorised
from tests.core.audit.tampering import own_the_database, sql
from tests.factories import everything
from tests.factories.approvals import OfficeWorld, a_request, account_of, an_account

pytestmark = pytest.mark.django_db

CANNOT = {"acquire": "取得を記録できません。", "start": "運用を始められません。"}


def standing(act: str) -> tuple[OfficeWorld, Account]:
    """Return a world and an account on which an act is open."""
    if act == "acquire":
        return authorised()
    world = a_world()
    return world, an_account(AccountState.ACQUIRED, world=world, when=ago(hours=1))


def attempt(act: str, world: OfficeWorld, account: Account) -> Any:
    """Make the act through the web as the one whose act it is."""
    return acquire(world.staff, account) if act == "acquire" else send(world.section_head, "start", account.pk)


def refused(act: str, world: OfficeWorld, account: Account, broken: str) -> None:
    """Require that the act is refused with reason and way on, and changes nothing."""
    before = everything()
    answer = attempt(act, world, account)
    said = text_of(answer)
    assert (answer.status_code, f"監査証跡に合わないところがあるため、{CANNOT[act]}" in said) == (403, True)
    assert f"監査担当に知らせてください。合わない記録:{broken}。" in said
    assert everything() == before


def forge_request(account: Account) -> str:
    """Write another content into the row that was permitted."""
    request = Request.objects.get(account=account)
    sql("UPDATE approvals_request SET reason = %s WHERE id = %s", "別の理由", request.pk)
    return f"起案 {request.pk}"


def forge_step(account: Account) -> str:
    """Write another opinion of the office that decided last."""
    step = Step.objects.filter(request__account=account, kind="permit").order_by("-position")[0]
    sql("UPDATE approvals_step SET opinion = %s WHERE id = %s", "条件なし", step.pk)
    return f"{Step._meta.verbose_name} {step.pk}"


def forge_account(account: Account) -> str:
    """Write another name into the account's row."""
    sql("UPDATE accounts_account SET common_name = %s WHERE id = %s", "別の名", account.pk)
    return f"{Account._meta.verbose_name} {account.pk}"


def forge_event(account: Account) -> str:
    """Say in the trail that the request was permitted by another office."""
    own_the_database()
    request = Request.objects.get(account=account)
    sql("UPDATE audit_event SET capacity = %s WHERE stream = %s AND to_state = 'approved'", "別の職", request.stream)
    return f"起案 {request.pk}"


@pytest.mark.parametrize("forge", [forge_request, forge_step, forge_account, forge_event])
@pytest.mark.parametrize("act", ["acquire", "start"])
def test_act_on_a_forged_record_is_refused(act: str, forge: Any) -> None:
    world, account = standing(act)
    refused(act, world, account, forge(account))


def states_forged(account: Account, state: str) -> None:
    """Permit by SQL what nobody permitted."""
    sql("UPDATE approvals_request SET state = 'approved', decided_at = submitted_at WHERE account_id = %s", account.pk)
    sql("UPDATE accounts_account SET state = %s WHERE id = %s", state, account.pk)


@pytest.mark.parametrize("with_account", [False, True])
def test_acquisition_on_a_permission_nobody_gave_is_refused(with_account: bool) -> None:
    world = a_world()
    request = a_request(RequestState.SUBMITTED, world=world, when=ago(hours=1), handle="iwaki_kanko")
    account = account_of(request)
    states_forged(account, "authorised" if with_account else account.state)
    broken = f"{Account._meta.verbose_name} {account.pk}" if with_account else f"起案 {request.pk}"
    refused("acquire", world, account, broken)


def test_start_on_a_permission_taken_back_by_sql_is_refused() -> None:
    world, account = standing("start")
    sql("UPDATE approvals_request SET state = 'submitted', decided_at = NULL WHERE account_id = %s", account.pk)
    before = everything()
    answer = attempt("start", world, account)
    assert (answer.status_code, "取得の許可がまだありません。" in text_of(answer)) == (403, True)
    assert everything() == before
