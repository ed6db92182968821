"""Addresses of the pages that gather from every chapter."""

from django.urls import path

from dashboard.calendar import feeds, waiving
from dashboard.calendar.views import Calendar
from dashboard.views import accounts, asof, glossary, inbox, samples
from dashboard.views.trail import decisions, evidence, persons, records

app_name = "dashboard"

urlpatterns = [
    path("", inbox.Inbox.as_view(), name="inbox"),
    path("calendar/", Calendar.as_view(), name="calendar"),
    path("calendar/feed/", feeds.FeedOwn.as_view(), name="calendar_feed_own"),
    path("calendar/feed/end/", feeds.FeedEnd.as_view(), name="calendar_feed_end"),
    path("calendar/feed/<str:secret>.ics", feeds.feed, name="calendar_feed"),
    path("calendar/duties/<int:pk>/waive/", waiving.WaiveDuty.as_view(), name="duty_waive"),
    path("glossary/", glossary.Glossary.as_view(), name="help"),
    path("trail/records/<str:stream>/", records.RecordTrail.as_view(), name="record_trail"),
    path("trail/persons/<int:pk>/", persons.PersonTrail.as_view(), name="person_trail"),
    path("trail/decisions/", decisions.Decisions.as_view(), name="decisions"),
    path("trail/evidence/", evidence.Evidence.as_view(), name="evidence"),
    path("as-of/", asof.AsOf.as_view(), name="as_of"),
    path("samples/", samples.SampleList.as_view(), name="samples"),
    path("samples/new/", samples.SampleNew.as_view(), name="sample_new"),
    path("samples/<int:pk>/", samples.SampleDetail.as_view(), name="sample"),
]

of_accounts = [
    path("<int:pk>/", accounts.AccountDetail.as_view(), name="account_detail"),
    path("<int:pk>/sheet/", accounts.AccountSheet.as_view(), name="account_sheet"),
]
"""Below the registry's addresses, in its namespace: what all chapters know about one account."""
