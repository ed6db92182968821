"""Addresses of the registry."""

from django.urls import path

from accounts.views import platforms, registry

app_name = "accounts"

urlpatterns = [
    path("", registry.Registry.as_view(), name="registry"),
    path("<int:pk>/", registry.AccountDetail.as_view(), name="account_detail"),
    *platforms.urlpatterns,
]
