"""Addresses of the versions of media policies, and of the calls for their review."""

from django.urls import path

from policies.views import calls, policy, versions

app_name = "policies"
urlpatterns = [
    path("accounts/<int:pk>/", versions.PolicyList.as_view(), name="policy_list"),
    path("accounts/<int:pk>/new/", versions.PolicyNew.as_view(), name="policy_new"),
    path("accounts/<int:pk>/compare/", versions.PolicyCompare.as_view(), name="policy_compare"),
    path("<int:pk>/", policy.PolicyDetail.as_view(), name="policy_detail"),
    path("<int:pk>/edit/", versions.PolicyEdit.as_view(), name="policy_edit"),
    path("<int:pk>/submit/", policy.PolicySubmit.as_view(), name="policy_submit"),
    path("<int:pk>/pull-back/", policy.PolicyPullBack.as_view(), name="policy_pull_back"),
    path("<int:pk>/withdraw/", policy.PolicyWithdraw.as_view(), name="policy_withdraw"),
    path("<int:pk>/decide/", policy.PolicyDecide.as_view(), name="policy_decide"),
    path("<int:pk>/publish/", policy.PolicyPublish.as_view(), name="policy_publish"),
    path("<int:pk>/keep/", policy.PolicyKeep.as_view(), name="policy_keep"),
    path("<int:pk>/later-review/", policy.PolicyLaterReview.as_view(), name="policy_later_review"),
    path("calls/", calls.CallList.as_view(), name="call_list"),
    path("calls/new/", calls.CallNew.as_view(), name="call_new"),
    path("calls/<int:pk>/", calls.CallDetail.as_view(), name="call_detail"),
    path("calls/<int:pk>/edit/", calls.CallEdit.as_view(), name="call_edit"),
    path("calls/<int:pk>/end/", calls.CallEnd.as_view(), name="call_end"),
]
