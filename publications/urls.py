"""Addresses of what accounts show."""

from django.urls import path

from publications.views import account, acts

app_name = "publications"
urlpatterns = [
    path("accounts/<int:pk>/", account.AccountPublications.as_view(), name="account"),
    path("accounts/<int:pk>/page.html", account.WholePage.as_view(), name="page_file"),
    path("accounts/<int:pk>/homepage/", acts.RecordHomepage.as_view(), name="record_homepage"),
    path("accounts/<int:pk>/profile/", acts.RecordProfile.as_view(), name="record_profile"),
    path("pictures/<int:pk>/", acts.PictureDownload.as_view(), name="picture"),
    path("<int:pk>/remove-early/", acts.RemoveEarly.as_view(), name="remove_early"),
    path("<int:pk>/remove/", acts.Remove.as_view(), name="remove"),
    path("<int:pk>/check/", acts.CheckNow.as_view(), name="check"),
]
