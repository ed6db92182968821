"""Addresses of change and closure notices; they stand in the namespace of their app."""

from django.urls import path

from approvals.notices.views import correcting, deviating, drafting, lists, notice, reviewing

urlpatterns = [
    path("notices/", lists.NoticeList.as_view(), name="notice_list"),
    path("notices/planner/", lists.Planner.as_view(), name="notice_planner"),
    path("accounts/<int:pk>/change/", drafting.ChangeNew.as_view(), name="notice_change"),
    path("accounts/<int:pk>/closure/", drafting.ClosureNew.as_view(), name="notice_closure"),
    path("notices/<int:pk>/", notice.NoticeDetail.as_view(), name="notice_detail"),
    path("notices/<int:pk>/edit/", drafting.NoticeEdit.as_view(), name="notice_edit"),
    path("notices/<int:pk>/submit/", notice.NoticeSubmit.as_view(), name="notice_submit"),
    path("notices/<int:pk>/pull-back/", correcting.NoticePullBack.as_view(), name="notice_pull_back"),
    path("notices/<int:pk>/decide/", notice.NoticeDecide.as_view(), name="notice_decide"),
    path("notices/<int:pk>/announce/", notice.NoticeAnnounce.as_view(), name="notice_announce"),
    path("notices/<int:pk>/effect/", notice.NoticeEffect.as_view(), name="notice_effect"),
    path("notices/<int:pk>/reschedule/", notice.NoticeReschedule.as_view(), name="notice_reschedule"),
    path("notices/<int:pk>/redate/", correcting.NoticeRedate.as_view(), name="notice_redate"),
    path("notices/<int:pk>/deviate/", deviating.NoticeDeviate.as_view(), name="notice_deviate"),
    path("notices/<int:pk>/cancel/", notice.NoticeCancel.as_view(), name="notice_cancel"),
    path("notices/<int:pk>/early/", notice.NoticeEarly.as_view(), name="notice_early"),
    path("notices/<int:pk>/end/", notice.NoticeEnd.as_view(), name="notice_end"),
    path("notices/<int:pk>/cite/", deviating.NoticeCite.as_view(), name="notice_cite"),
    path("notices/<int:pk>/later-review/", reviewing.NoticeLaterReview.as_view(), name="notice_later_review"),
]
