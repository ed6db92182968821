"""The four parts of the drafting form, in order: their addresses, words, forms, and which field lies where."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from approvals.forms.operator_formset import PREFIX, OperatorRow, OperatorsForm
from approvals.forms.request_forms import AccountForm, PolicyForm
from approvals.models import Request
from approvals.rules import Problem

MakeForm = Callable[[Request, date, dict[str, Any]], forms.BaseForm]


@dataclass(frozen=True)
class Part:
    """One part: the slug of its address, name and note in the stepper, heading, fragment, form."""

    slug: str
    name: str
    note: str
    heading: str
    template: str
    make_form: MakeForm | None = None
    fields: tuple[str, ...] = ()
    asked: type[forms.BaseForm] | None = None
    """The form, or that of one row, whose labels name what is typed."""


ACCOUNT = Part(
    "account",
    "アカウント",
    "サービス・名称・理由",
    "アカウントを決める",
    "approvals/_edit_account.html",
    lambda request, on, given: AccountForm(instance=request, **given),
    tuple(AccountForm.Meta.fields),
    AccountForm,
)
PEOPLE = Part(
    "people",
    "体制",
    "管理者・運用担当",
    "体制を決める",
    "approvals/_edit_people.html",
    lambda request, on, given: OperatorsForm(instance=request, on=on, **given),
    (PREFIX,),
    OperatorRow,
)
POLICY = Part(
    "policy",
    "メディアポリシー",
    "4項目と返信の有無",
    "メディアポリシーを入力する",
    "approvals/_edit_policy.html",
    lambda request, on, given: PolicyForm(instance=request, **given),
    tuple(PolicyForm.Meta.fields),
    PolicyForm,
)
CONFIRM = Part("confirm", "確認して提出", "添付と提出", "確認して提出する", "approvals/_edit_confirm.html")
PARTS = (ACCOUNT, PEOPLE, POLICY, CONFIRM)
BY_SLUG = {part.slug: part for part in PARTS}


def after(part: Part) -> Part:
    """Return the part that follows."""
    return PARTS[min(PARTS.index(part) + 1, len(PARTS) - 1)]


def before(part: Part) -> Part | None:
    """Return the part before, None for the first."""
    place = PARTS.index(part)
    return PARTS[place - 1] if place else None


def part_of(field: str) -> Part:
    """Return the part a field lies in; rows of the operating staff are named `operators-0-reason`."""
    name = field.partition("-")[0]
    return next((part for part in PARTS if name in part.fields), CONFIRM)


def target_of(field: str) -> str:
    """Return the id of the control a problem leads to: the input, the first radio, the first row."""
    special = {"replies": "id_replies_0", PREFIX: f"id_{PREFIX}-0-person"}
    return special.get(field, f"id_{field}")


def mark(form: forms.BaseForm, problems: Iterable[Problem]) -> None:
    """Write what is missing at the fields of a form that nobody has posted yet."""
    for problem in problems:
        shown, name = _place(form, problem.field)
        if shown is not None and name in shown.fields:
            shown.errors[name] = shown.error_class([problem.sentence + problem.clause])


def _place(form: forms.BaseForm, field: str) -> tuple[forms.BaseForm | None, str]:
    if not isinstance(form, OperatorsForm):
        return form, field
    number, _, name = field.removeprefix(PREFIX).removeprefix("-").partition("-")
    row = int(number or 0)
    return (form.rows.forms[row], name or "person") if row < len(form.rows.forms) else (None, "")
