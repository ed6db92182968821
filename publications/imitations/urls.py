"""Addresses of the warnings' keeping."""

app_name = "imitations"

urlpatterns: list[object] = []
