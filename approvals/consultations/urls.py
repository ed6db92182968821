"""Addresses of consultations, within those of approvals."""

from django.urls import path

from approvals.consultations import views

urlpatterns = [
    path("consultations/", views.ConsultationList.as_view(), name="consultation_list"),
    path("consultations/new/", views.ConsultationNew.as_view(), name="consultation_new"),
    path("consultations/<int:pk>/", views.ConsultationDetail.as_view(), name="consultation_detail"),
    path("consultations/<int:pk>/answer/", views.ConsultationAnswer.as_view(), name="consultation_answer"),
    path("consultations/<int:pk>/close/", views.ConsultationClose.as_view(), name="consultation_close"),
    path("consultations/<int:pk>/ask-on/", views.ConsultationAskOn.as_view(), name="consultation_ask_on"),
    path("consultations/<int:pk>/withdraw/", views.ConsultationWithdraw.as_view(), name="consultation_withdraw"),
    path(
        "consultations/<int:pk>/later-review/",
        views.ConsultationLaterReview.as_view(),
        name="consultation_later_review",
    ),
]
