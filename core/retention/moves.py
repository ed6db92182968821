"""The moves of a disposal: permitted or declined by the second office, carried out or withdrawn by the first."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from core.deadlines.duties import Debtor, fulfil_duty, open_duty, void_duties
from core.lifecycle.act import Act
from core.lifecycle.errors import Denied
from core.lifecycle.moves import Move
from core.notifications.telling import Tell
from core.retention import duties
from core.retention.carrying_out import dispose_of_listed
from core.retention.listed import require_as_listed
from core.retention.models import Disposal
from core.retention.permissions import ASKING, check_carry_out, check_decline, check_permit, check_withdraw
from core.rulebook.parameters import RECORDS_RULE
from core.staff.authority import people_answering
from core.staff.models import Person
from core.staff.offices import Office

PAGE = "retention:disposal_detail"


def needs(field: str, sentence: str) -> Callable[[Any, Mapping[str, Any], date], None]:
    """Return an examination that refuses an act without a text in `field`."""

    def examine(disposal: Disposal, facts: Mapping[str, Any], on: date) -> None:
        if not str(facts.get(field) or "").strip():
            raise Denied(sentence, RECORDS_RULE, field=field)

    return examine


def examine_permit(disposal: Disposal, facts: Mapping[str, Any], on: date) -> None:
    """Permit only what is still as it was listed."""
    require_as_listed(disposal, on)


def ask_to_carry_out(act: Act, disposal: Disposal, facts: Mapping[str, Any]) -> None:
    """End the waiting permission and ask 文書管理担当 to carry out."""
    fulfil_duty(act, duties.PERMIT, disposal)
    title = f"許可された廃棄を行う:{disposal}"
    open_duty(act, duties.CARRY_OUT, disposal, Debtor(ASKING), title=title, link=(PAGE, disposal.pk))


def keep_everything(act: Act, disposal: Disposal, facts: Mapping[str, Any]) -> None:
    """Take what was listed off the list again: it may be listed anew."""
    void_duties(act, disposal)
    for item in disposal.items.order_by("pk"):
        act.edit(item, is_listed=False)


def carry_out(act: Act, disposal: Disposal, facts: Mapping[str, Any]) -> None:
    """Dispose of everything listed, and end the duty to do so."""
    dispose_of_listed(act, disposal)
    fulfil_duty(act, duties.CARRY_OUT, disposal)


def _tells(words: str) -> Callable[[Act, Any, Mapping[str, Any]], Iterator[Tell]]:
    """Return what tells the auditors, the person who asked and, once permitted, who permitted; a principal too."""

    def tells(act: Act, disposal: Disposal, facts: Mapping[str, Any]) -> Iterator[Tell]:
        people: list[Person] = [disposal.requested_by, *people_answering(Office.AUDITOR, None, act.on)]
        if disposal.permitted_by is not None:
            people.append(disposal.permitted_by)
        others = [person for person in dict.fromkeys(people) if person != act.by.person]
        body = f"{act.by.name}。{facts.get('reason') or disposal.basis}"
        yield Tell(others, f"{words}:{disposal}", body, PAGE, disposal.pk)
        if act.by.on_behalf_of is not None:
            body = f"{act.by.name}が代わって行いました。"
            yield Tell([act.by.on_behalf_of], f"{words}:{disposal}", body, PAGE, disposal.pk, topic="principal")

    return tells


PERMIT = Move(
    Disposal.permit,
    "廃棄を許可する",
    "廃棄を許可した",
    check=check_permit,
    examine=examine_permit,
    effects=ask_to_carry_out,
    tells=_tells("廃棄が許可されました"),
    decides=True,
    takes=("permitted_by", "permitted_for", "permitted_as", "permitted_on"),
    tone="ok",
)
DECLINE = Move(
    Disposal.decline,
    "許可しない",
    "廃棄を許可しなかった",
    check=check_decline,
    examine=needs("reason", "許可しない理由を入力してください。"),
    effects=keep_everything,
    tells=_tells("廃棄が許可されませんでした"),
    decides=True,
    takes=("reason",),
    tone="stop",
)
WITHDRAW = Move(
    Disposal.withdraw,
    "廃棄を取りやめる",
    "廃棄を取りやめた",
    check=check_withdraw,
    examine=needs("reason", "取りやめる理由を入力してください。"),
    effects=keep_everything,
    tells=_tells("廃棄が取りやめになりました"),
    takes=("reason",),
    tone="end",
)
CARRY_OUT = Move(
    Disposal.carry_out,
    "廃棄する",
    "廃棄した",
    check=check_carry_out,
    examine=needs("how", "廃棄の方法を入力してください。"),
    effects=carry_out,
    tells=_tells("廃棄しました"),
    decides=True,
    takes=("carried_out_by", "carried_out_for", "carried_out_as", "carried_out_on", "how"),
    tone="stop",
)
