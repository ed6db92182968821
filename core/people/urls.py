"""Addresses of sign-in, offices, master data, rulebook, messages and the audit trail; mounted at the root."""

from django.urls import URLPattern, path

from core.lifecycle.masters import Master, MasterCreate, MasterEdit
from core.people import appointment_views as entries
from core.people import authority_views as own
from core.people import (
    mail_views,
    operation_views,
    password_views,
    person_views,
    seal_views,
    signin_views,
    trail_views,
    unit_views,
)
from core.people import message_views as told
from core.people.masters import APPOINTMENT, DEPUTYSHIP, OFFICE_TITLE, PERSON, UNIT
from core.people.rulebook import views as rulebook
from core.people.switching import SwitchingCreate, SwitchingEdit, SwitchingList

app_name = "people"


def own_urls(
    master: Master, *, create: type[MasterCreate] = SwitchingCreate, edit: type[MasterEdit] = SwitchingEdit
) -> list[URLPattern]:
    """Return the addresses of a master's three screens, each of which offers another of the person's offices."""
    slug, base = master.slug, f"{master.slug.replace('_', '-')}s/"
    return [
        path(base, SwitchingList.as_view(master=master), name=f"{slug}_list"),
        path(f"{base}new/", create.as_view(master=master), name=f"{slug}_create"),
        path(f"{base}<int:pk>/", edit.as_view(master=master), name=f"{slug}_edit"),
    ]


def entry_urls(master: Master) -> list[URLPattern]:
    """Return the addresses of appointments or deputyships: list, entry, page, confirm, decline, end."""
    slug, base = master.slug, f"{master.slug}s/"
    return [
        path(base, SwitchingList.as_view(master=master), name=f"{slug}_list"),
        path(f"{base}new/", entries.EntryCreate.as_view(master=master), name=f"{slug}_create"),
        path(f"{base}<int:pk>/", entries.EntryDetail.as_view(master=master), name=f"{slug}_detail"),
        path(f"{base}<int:pk>/confirm/", entries.EntryConfirm.as_view(master=master), name=f"{slug}_confirm"),
        path(f"{base}<int:pk>/decline/", entries.EntryDecline.as_view(master=master), name=f"{slug}_decline"),
        path(f"{base}<int:pk>/end/", entries.EntryEnd.as_view(master=master), name=f"{slug}_end"),
    ]


urlpatterns = [
    path("signin/", signin_views.SignIn.as_view(), name="signin"),
    path("signout/", signin_views.SignOut.as_view(), name="signout"),
    path("session/", signin_views.Idle.as_view(), name="idle"),
    path("enter/<int:pk>/", signin_views.Enter.as_view(), name="enter"),
    path("capacity/", signin_views.ChooseCapacity.as_view(), name="choose_capacity"),
    path("me/", own.MyAuthority.as_view(), name="my_authority"),
    path("me/password/", own.OwnPassword.as_view(), name="password"),
    path("me/mail/", mail_views.ChooseMail.as_view(), name="mail_choice"),
    path("me/deputies/new/", own.SetDeputy.as_view(), name="set_deputy"),
    path("me/deputies/<int:pk>/end/", own.EndDeputy.as_view(), name="end_deputy"),
    path("persons/<int:pk>/password/", person_views.IssuePassword.as_view(), name="person_password"),
    path("persons/<int:pk>/release/", person_views.ReleaseSignIn.as_view(), name="person_release"),
    path("passwords/<int:pk>/", password_views.IssueDetail.as_view(), name="password_issue"),
    path("passwords/<int:pk>/confirm/", password_views.IssueConfirm.as_view(), name="password_confirm"),
    path("passwords/<int:pk>/decline/", password_views.IssueDecline.as_view(), name="password_decline"),
    *own_urls(PERSON, edit=person_views.PersonEdit),
    *own_urls(UNIT, create=unit_views.UnitCreate, edit=unit_views.UnitEdit),
    *own_urls(OFFICE_TITLE),
    *entry_urls(APPOINTMENT),
    *entry_urls(DEPUTYSHIP),
    path("rulebook/", rulebook.RulebookList.as_view(), name="rulebook_list"),
    path("rulebook/new/", rulebook.RulebookCreate.as_view(), name="rulebook_create"),
    path("rulebook/<int:pk>/", rulebook.RulebookDetail.as_view(), name="rulebook_detail"),
    path("rulebook/<int:pk>/edit/", rulebook.RulebookEdit.as_view(), name="rulebook_edit"),
    path("rulebook/<int:pk>/adopt/", rulebook.RulebookAdopt.as_view(), name="rulebook_adopt"),
    path("messages/", told.MessageList.as_view(), name="messages"),
    path("messages/read/", told.MessagesRead.as_view(), name="messages_read"),
    path("messages/<int:pk>/", told.MessageOpen.as_view(), name="message_open"),
    path("outbox/", operation_views.Outbox.as_view(), name="outbox"),
    path("outbox/<int:pk>/requeue/", operation_views.OutboxRequeue.as_view(), name="outbox_requeue"),
    path("health/", operation_views.Health.as_view(), name="health"),
    path("trail/", trail_views.TrailList.as_view(), name="trail_list"),
    path("trail/seals/", seal_views.SealList.as_view(), name="trail_seals"),
    path("trail/seals/export/", seal_views.TrailExport.as_view(), name="trail_export"),
    path("trail/seals/verifier/", seal_views.VerifierDownload.as_view(), name="trail_verifier"),
    path("trail/<int:pk>/", trail_views.TrailEvent.as_view(), name="trail_event"),
]
