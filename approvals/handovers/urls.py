"""Addresses of hand-overs, within those of approvals."""

from django.urls import path

from approvals.handovers import reviews, views

urlpatterns = [
    path("accounts/<int:pk>/hand-over/", views.HandOverNew.as_view(), name="hand_over_new"),
    path("hand-overs/<int:pk>/", views.HandOverDetail.as_view(), name="hand_over_detail"),
    path("hand-overs/<int:pk>/sheet/", views.HandOverSheet.as_view(), name="hand_over_sheet"),
    path("hand-overs/<int:pk>/edit/", views.HandOverEdit.as_view(), name="hand_over_edit"),
    path("hand-overs/<int:pk>/settle/", views.HandOverSettle.as_view(), name="hand_over_settle"),
    path("hand-overs/<int:pk>/accept/", views.HandOverAccept.as_view(), name="hand_over_accept"),
    path("hand-overs/<int:pk>/decline/", views.HandOverDecline.as_view(), name="hand_over_decline"),
    path("hand-overs/<int:pk>/withdraw/", views.HandOverWithdraw.as_view(), name="hand_over_withdraw"),
    path("hand-over-reviews/<int:pk>/", reviews.HandOverReviewDetail.as_view(), name="hand_over_review"),
]
