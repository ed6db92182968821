"""Addresses of retention and disposal; mounted at /retention/."""

from django.urls import path

from core.retention import hold_views as holds
from core.retention import register_views, views

app_name = "retention"

urlpatterns = [
    path("", views.DueList.as_view(), name="due_list"),
    path("classes/", views.ClassList.as_view(), name="class_list"),
    path("disposals/", views.DisposalList.as_view(), name="disposal_list"),
    path("disposals/<int:pk>/", views.DisposalDetail.as_view(), name="disposal_detail"),
    path("disposals/<int:pk>/permit/", views.Permit.as_view(), name="disposal_permit"),
    path("disposals/<int:pk>/decline/", views.Decline.as_view(), name="disposal_decline"),
    path("disposals/<int:pk>/withdraw/", views.Withdraw.as_view(), name="disposal_withdraw"),
    path("disposals/<int:pk>/carry-out/", views.CarryOut.as_view(), name="disposal_carry_out"),
    path("holds/", holds.HoldList.as_view(), name="hold_list"),
    path("holds/new/", holds.HoldCreate.as_view(), name="hold_create"),
    path("holds/<int:pk>/lift/", holds.HoldLift.as_view(), name="hold_lift"),
    path("register/", register_views.Register.as_view(), name="register"),
]
