"""Which address belongs to which app. The home page is the inbox."""

from django.urls import URLPattern, URLResolver, include, path

from accounts.urls import urlpatterns as registry
from dashboard.urls import of_accounts
from iwaki_sm.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("", include("core.people.urls")),
    path("", include("dashboard.urls")),
    path("accounts/", include(([*registry, *of_accounts], "accounts"))),
    path("approvals/", include("approvals.urls")),
    path("incidents/", include("incidents.urls")),
    path("policies/", include("policies.urls")),
    path("publications/", include("publications.urls")),
    path("public/", include("publications.public.urls")),
    path("publications/", include("publications.imitations.urls")),
    path("retention/", include("core.retention.urls")),
]

handler400 = "iwaki_sm.errors.bad_request"
handler403 = "iwaki_sm.errors.forbidden"
handler404 = "iwaki_sm.errors.not_found"
handler500 = "iwaki_sm.errors.server_error"
