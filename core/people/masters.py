"""The master data of persons, units, offices and appointments, as the generic screens show them."""

from core.lifecycle.masters import Column, Cut, Master
from core.people import permissions
from core.people.appointment_forms import AppointmentForm, DeputyshipForm
from core.people.master_forms import OfficeTitleForm, PersonForm, UnitForm
from core.staff.models import Appointment, Deputyship, OfficeTitle, Person, Unit
from core.staff.states import AppointmentState

ALL = Cut("all", "すべて", lambda found, on: found)
WAITING = Cut("waiting", "確認待ち", lambda found, on: found.filter(state=AppointmentState.PROPOSED))
IN_FORCE = Cut("now", "きょう有効", lambda found, on: found.in_force_on(on))

PERSON = Master(
    model=Person,
    title="職員台帳",
    slug="person",
    form_class=PersonForm,
    columns=(
        Column("氏名", "name"),
        Column("職員番号", "staff_number"),
        Column("補職名", "title"),
        Column("電子メール", "email"),
        Column("在職", "is_active"),
    ),
    search=("name", "kana", "staff_number"),
    search_label="氏名・かな・職員番号",
    order="staff_number",
    cuts=(Cut("active", "在職", lambda found, on: found.filter(is_active=True)), ALL),
    lead="退職した職員も残します。権限は、任用の登録で決まります。",
    create_label="職員を登録する",
)

UNIT = Master(
    model=Unit,
    title="部署",
    slug="unit",
    form_class=UnitForm,
    columns=(
        Column("名称", "name"),
        Column("区分", "level"),
        Column("上位の部署", "parent"),
        Column("文書記号", "symbol"),
        Column("設置日", "starts_on"),
        Column("廃止日", "ends_on"),
        Column("引き継ぐ部署", "successor"),
    ),
    search=("name",),
    search_label="部署の名称",
    order="name",
    related=("parent", "successor"),
    cuts=(Cut("now", "きょうある部署", lambda found, on: found.existing_on(on)), ALL),
    lead="廃止した部署も残します。古い文書には、当時の名称が残るためです。",
    create_label="部署を登録する",
)

OFFICE_TITLE = Master(
    model=OfficeTitle,
    title="職の名称",
    slug="office_title",
    form_class=OfficeTitleForm,
    columns=(Column("名称", "title"), Column("職", "office"), Column("適用日", "starts_on")),
    search=("title",),
    search_label="名称",
    lead="職の役割は変わらず、名称だけが適用日から変わります。",
    create_label="名称を登録する",
)

APPOINTMENT = Master(
    model=Appointment,
    title="任用",
    slug="appointment",
    form_class=AppointmentForm,
    columns=(
        Column("職員", str),
        Column("職", "office"),
        Column("部署", "unit"),
        Column("開始日", "starts_on"),
        Column("最後の日", "ends_on"),
        Column("状態", "state"),
    ),
    search=("person__name", "person__kana", "person__staff_number", "unit__name", "post_title"),
    search_label="氏名・かな・職員番号・部署",
    order="-pk",
    related=("person", "unit"),
    cuts=(IN_FORCE, WAITING, ALL),
    editors=permissions.ENTERING,
    detail="appointment_detail",
    lead="権限のもとになる登録です。決裁に関わる職は、別の担当者が確認してから有効になります。",
    clause=permissions.CLAUSE,
    create_label="任用を登録する",
)

DEPUTYSHIP = Master(
    model=Deputyship,
    title="代決者",
    slug="deputyship",
    form_class=DeputyshipForm,
    columns=(
        Column("代決者", lambda deputyship: deputyship.deputy.name),
        Column("代わられる職", "principal"),
        Column("開始日", "starts_on"),
        Column("最後の日", "ends_on"),
        Column("理由", "reason"),
        Column("状態", "state"),
    ),
    search=("deputy__name", "deputy__kana", "deputy__staff_number", "principal__person__name"),
    search_label="氏名・かな・職員番号",
    order="-pk",
    related=("deputy", "principal__person", "principal__unit"),
    cuts=(IN_FORCE, WAITING, ALL),
    editors=permissions.ENTERING,
    detail="deputyship_detail",
    lead="期間を決めて、本人に代わって決裁する職員です。代決者にさらに代決者は置けません。",
    clause=permissions.CLAUSE,
    create_label="代決者を登録する",
)
