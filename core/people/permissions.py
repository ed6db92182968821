"""Who enters, confirms and ends appointments and deputyships, and who adopts a guideline version.

Authority comes from these entries alone, so no single person can give any to himself or, for an
office that decides, to anybody (architecture, Authority).
"""

from datetime import date

from django.db.models import QuerySet

from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.notifications.models import OutboxMail
from core.rulebook.models import Version
from core.rulebook.states import VersionState
from core.staff.models import Appointment, Deputyship, PasswordIssue, Person
from core.staff.models.appointment import Dated
from core.staff.offices import Office
from core.staff.states import AppointmentState

CLAUSE = "第4-1-(4)"
ENTERING = frozenset({Office.ADMINISTRATOR, Office.PERSONNEL_OFFICER})
READING = ENTERING | {Office.AUDITOR}
READING_ENTRIES = READING | {Office.GENERAL_AFFAIRS_DIRECTOR}
"""Who opens a single entry: the office above those in charge is told when a confirmation is overdue."""
DRAFTING = frozenset({Office.POLICY_DIRECTOR, Office.PR_SECTION_HEAD, Office.ADMINISTRATOR})
"""Offices that may draft a guideline version; adopting it is 総合政策部長's alone."""
OFFICE_IN_CHARGE = "人事担当またはシステム管理者"


def may_enter(by: Actor) -> bool:
    """Tell whether an actor enters and confirms appointments and deputyships at all."""
    return by.office in ENTERING


def is_principal(deputyship_of: Appointment, by: Actor) -> bool:
    """Tell whether an actor acts in the very appointment, in person and not as a deputy."""
    return by.on_behalf_of is None and by.key == f"a{deputyship_of.pk}"


def require_active(person: Person, field: str = "") -> None:
    """Refuse what would give authority to a person who has left.

    Raises:
        Denied: at the field that names the person, where there is one.
    """
    if not person.is_active:
        way = "在職している職員を選んでください。" if field else "取りやめてください。"
        raise Denied("在職していない職員です。", CLAUSE, way, field)


def check_enter_appointment(person: Person, by: Actor) -> None:
    """Only those in charge enter appointments, and nobody for himself or for the one he stands in for.

    Raises:
        Denied: for anybody else.
    """
    _require_in_charge(by, "任用の登録")
    if _same(person, by):
        raise Denied("自分の任用は登録できません。", CLAUSE, "ほかの担当者に登録を依頼してください。", "person")


def check_enter_deputyship(principal: Appointment, deputy: Person, by: Actor) -> None:
    """The principal names his deputy himself, or those in charge do; nobody names himself.

    Raises:
        Denied: for anybody else, for oneself, for one's own deputy's deputy.
    """
    if _same(deputy, by):
        raise Denied("自分を代決者に指定することはできません。", CLAUSE, "別の職員を選んでください。", "deputy")
    if deputy.pk == principal.person_id:
        raise Denied("その職に就いている本人は、代決者になれません。", CLAUSE, "別の職員を選んでください。", "deputy")
    if not is_principal(principal, by):
        _require_in_charge(by, "代決者の指定")


def check_confirm_appointment(appointment: Appointment, by: Actor, on: date) -> None:
    """A second person confirms; an entry as staff takes effect with its entry.

    Raises:
        Denied: for the person who entered it, the person appointed, anybody not in charge, a period over.
    """
    if by.person is None:  # first set-up: somebody must be there to confirm the others
        return
    _require_in_charge(by, "任用の確認")
    if appointment.office == Office.STAFF and appointment.entered_by_id == by.person.pk:
        return
    _require_second(appointment, by, [appointment.person])
    require_active(appointment.person)
    _require_not_over(appointment, on)


def check_confirm_deputyship(deputyship: Deputyship, by: Actor, on: date) -> None:
    """A second person confirms what those in charge entered; the principal's own choice needs none.

    Raises:
        Denied: for the person who entered it, the principal, the deputy, anybody not in charge, a period over.
    """
    if by.person is None:
        return
    if is_principal(deputyship.principal, by) and deputyship.entered_by_id == by.person.pk:
        return
    _require_in_charge(by, "代決者の指定の確認")
    _require_second(deputyship, by, [deputyship.deputy, deputyship.principal.person])
    require_active(deputyship.deputy)
    _require_not_over(deputyship, on)


def check_decline(entry: Dated, by: Actor, on: date) -> None:
    """Those in charge take an entry back; giving no authority needs no second person.

    Raises:
        Denied: for anybody else.
    """
    _require_in_charge(by, "取りやめ")


def check_revoke(entry: Dated, by: Actor, on: date) -> None:
    """Those in charge take back what has not begun; what has begun ends by a last day.

    Raises:
        Denied: for anybody else, and from the first day on.
    """
    _require_in_charge(by, "取消し")
    if entry.starts_on <= on:
        raise Denied("すでに始まっています。", CLAUSE, "最後の日を登録してください。")


def check_end(entry: Dated, by: Actor) -> None:
    """Those in charge end an entry; a principal ends the deputyship of his own office.

    Raises:
        Denied: for anybody else, and for an entry that is not in effect.
    """
    if not (isinstance(entry, Deputyship) and is_principal(entry.principal, by)):
        _require_in_charge(by, "終了日の登録")
    if entry.state != AppointmentState.CONFIRMED:
        raise Denied("確定していないので、終了日は登録できません。", CLAUSE, "確認待ちのものは、取りやめてください。")


def check_ask_password(person: Person, by: Actor) -> None:
    """Administrators ask for a password, for others than themselves.

    Raises:
        Denied: for anybody else, for oneself or the one acted for, and for a person who has left.
    """
    if not by.holds(Office.ADMINISTRATOR):
        raise Denied("パスワードの発行は、システム管理者が行います。", way="システム管理者に依頼してください。")
    if by.person is None or _same(person, by):
        raise Denied("自分のパスワードは発行できません。", way="「自分の権限」の画面から変更してください。")
    require_active(person)


def check_release_sign_in(person: Person, by: Actor) -> None:
    """Administrators end the limits on a sign-in, for others than themselves.

    Raises:
        Denied: for anybody else, and for oneself or the one acted for.
    """
    if not by.holds(Office.ADMINISTRATOR):
        raise Denied("サインインの制限は、システム管理者が解きます。", way="システム管理者に依頼してください。")
    if by.person is None or _same(person, by):
        raise Denied(
            "自分のサインインの制限は解けません。", way="時間がたつと終わります。別のシステム管理者も解けます。"
        )


def check_requeue_mail(mail: OutboxMail, by: Actor) -> None:
    """Administrators send again what could not be sent, to people who are there and have an address.

    Raises:
        Denied: for anybody else, for a person who has left, and for one without an address.
    """
    if not by.holds(Office.ADMINISTRATOR):
        raise Denied("メールの送り直しは、システム管理者が行います。", way="システム管理者に依頼してください。")
    require_active(mail.person)
    if not mail.person.email:
        way = "職員台帳に電子メールを登録してから、もう一度送ってください。"
        raise Denied(f"{mail.person.name}さんの電子メールが登録されていません。", way=way)


def check_issue_password(issue: PasswordIssue, by: Actor, on: date) -> None:
    """A second person in charge issues: neither the one who asked nor the one it is for.

    Raises:
        Denied: for anybody else, and for a person who has left.
    """
    _require_in_charge(by, "パスワードの発行の確認")
    way = f"申請した人でも本人でもない{OFFICE_IN_CHARGE}に確認を依頼してください。"
    if _same(issue.asked_by, by):
        raise Denied("自分で申請したものは、自分では確認できません。", CLAUSE, way)
    if _same(issue.person, by):
        raise Denied("自分のパスワードは発行できません。", CLAUSE, way)
    require_active(issue.person)


def check_decline_password(issue: PasswordIssue, by: Actor, on: date) -> None:
    """Those in charge take the request back.

    Raises:
        Denied: for anybody else.
    """
    _require_in_charge(by, "取りやめ")


def check_adopt(version: Version, by: Actor, on: date) -> None:
    """Only 総合政策部長 adopts a version, and never for days that have passed; the first of all may have begun before.

    Raises:
        Denied: for anybody else, and for a first day in the past.
    """
    if not by.holds(Office.POLICY_DIRECTOR):
        raise Denied("ガイドラインの版の適用は、総合政策部長が決めます。", "附則", "総合政策部長に依頼してください。")
    if version.in_force_from < on and Version.objects.filter(state=VersionState.ADOPTED).exists():
        raise Denied(
            "適用日が過ぎています。過ぎた日の判断は変えられません。", "附則", "適用日をきょう以後に直してください。"
        )


def may_draft_version(by: Actor) -> bool:
    """Tell whether an actor drafts guideline versions."""
    return by.office in DRAFTING


def entries_visible_to(model: type[Dated], by: Actor) -> QuerySet[Dated]:
    """Return the appointments or deputyships an actor may open: all for those in charge, auditors, the office above."""
    found: QuerySet[Dated] = model._default_manager.all()
    return found if by.office in READING_ENTRIES else found.none()


def issues_visible_to(by: Actor) -> QuerySet[PasswordIssue]:
    """Return the issues of passwords an actor may open: all for those who open entries."""
    found = PasswordIssue.objects.all()
    return found if by.office in READING_ENTRIES else found.none()


def _require_in_charge(by: Actor, what: str) -> None:
    if not may_enter(by):
        raise Denied(f"{what}は、{OFFICE_IN_CHARGE}が行います。", CLAUSE, f"{OFFICE_IN_CHARGE}に依頼してください。")


def _require_second(entry: Dated, by: Actor, concerned: list[Person]) -> None:
    way = f"登録した人でも本人でもない{OFFICE_IN_CHARGE}に確認を依頼してください。"
    if entry.entered_by is not None and _same(entry.entered_by, by):
        raise Denied("自分で登録したものは、自分では確認できません。", CLAUSE, way)
    if any(_same(person, by) for person in concerned):
        raise Denied("自分に関わるものは、自分では確認できません。", CLAUSE, way)


def _require_not_over(entry: Dated, on: date) -> None:
    if entry.ends_on is not None and entry.ends_on < on:
        raise Denied("期間がすでに終わっています。", CLAUSE, "取りやめて、登録し直してください。")


def _same(person: Person, by: Actor) -> bool:
    """Tell whether a person is the one who acts or the one acted for."""
    return person.pk in {p.pk for p in (by.person, by.on_behalf_of) if p is not None}
