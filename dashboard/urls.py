"""Addresses of the pages that gather from every chapter."""

from django.urls import path

from dashboard.views import glossary, inbox

app_name = "dashboard"

urlpatterns = [
    path("", inbox.Inbox.as_view(), name="inbox"),
    path("glossary/", glossary.Glossary.as_view(), name="help"),
]
