"""Addresses of the public side; they are promised and stay as they are."""

from django.urls import path

from publications.public import views

app_name = "public"

urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("accounts/<int:pk>/", views.Entry.as_view(), name="entry"),
    path("accounts/<int:pk>.json", views.Entry.as_view(as_json=True), name="entry_json"),
    path("accounts.json", views.AccountsJson.as_view(), name="accounts_json"),
    path("accounts.csv", views.AccountsCsv.as_view(), name="accounts_csv"),
    path("warnings/", views.Warnings.as_view(), name="warnings"),
    path("warnings.json", views.Warnings.as_view(as_json=True), name="warnings_json"),
    path("sections/", views.Sections.as_view(), name="sections"),
    path("genuine.json", views.Genuine.as_view(), name="genuine"),
    path("openapi.json", views.Description.as_view(), name="openapi"),
]
