"""Addresses of the warnings' keeping."""

from django.urls import path

from publications.imitations import views

app_name = "imitations"

urlpatterns = [
    path("imitations/", views.ImitationList.as_view(), name="imitation_list"),
    path("imitations/new/", views.ImitationCreate.as_view(), name="imitation_create"),
    path("imitations/<int:pk>/", views.ImitationDetail.as_view(), name="imitation_detail"),
    path("imitations/<int:pk>/edit/", views.ImitationEdit.as_view(), name="imitation_edit"),
    path("imitations/<int:pk>/end/", views.ImitationEnd.as_view(), name="imitation_end"),
]
