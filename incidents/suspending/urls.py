"""Addresses of suspensions; they stand in the namespace of incidents."""

from django.urls import path

from incidents.suspending import views

urlpatterns = [
    path("<int:pk>/suspend/", views.IncidentSuspend.as_view(), name="incident_suspend"),
    path("accounts/<int:pk>/suspend/", views.AccountSuspend.as_view(), name="account_suspend"),
    path("accounts/<int:pk>/suspension/", views.SuspensionRenew.as_view(), name="suspension_renew"),
    path("accounts/<int:pk>/reinstate/", views.AccountReinstate.as_view(), name="account_reinstate"),
]
