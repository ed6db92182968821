"""Addresses of the pages that gather from every chapter."""

from django.urls import path

from dashboard.views import glossary, inbox
from dashboard.views.trail import decisions, evidence, persons, records

app_name = "dashboard"

urlpatterns = [
    path("", inbox.Inbox.as_view(), name="inbox"),
    path("glossary/", glossary.Glossary.as_view(), name="help"),
    path("trail/records/<str:stream>/", records.RecordTrail.as_view(), name="record_trail"),
    path("trail/persons/<int:pk>/", persons.PersonTrail.as_view(), name="person_trail"),
    path("trail/decisions/", decisions.Decisions.as_view(), name="decisions"),
    path("trail/evidence/", evidence.Evidence.as_view(), name="evidence"),
]
