"""Addresses of requests, decisions, acquisitions, filings, consultations and hand-overs."""

from django.urls import path

from approvals.consultations.urls import urlpatterns as consultations
from approvals.handovers.urls import urlpatterns as hand_overs
from approvals.notices import urls as notices
from approvals.views import (
    accounts,
    attachments,
    decisions,
    drafting,
    filings,
    operators,
    requests,
    reviews,
    routes,
    sheets,
)

app_name = "approvals"

urlpatterns = [
    path("requests/", requests.RequestList.as_view(), name="request_list"),
    path("requests/new/", drafting.RequestNew.as_view(), name="request_new"),
    path("requests/<int:pk>/", requests.RequestDetail.as_view(), name="request_detail"),
    path("requests/<int:pk>/sheet/", sheets.RequestSheet.as_view(), name="request_sheet"),
    path("requests/<int:pk>/edit/", drafting.RequestEdit.as_view(), name="request_edit"),
    path("requests/<int:pk>/edit/<slug:part>/", drafting.RequestEdit.as_view(), name="request_edit_part"),
    path("requests/<int:pk>/submit/", drafting.RequestSubmit.as_view(), name="request_submit"),
    path("requests/<int:pk>/pull-back/", drafting.RequestPullBack.as_view(), name="request_pull_back"),
    path("requests/<int:pk>/withdraw/", drafting.RequestWithdraw.as_view(), name="request_withdraw"),
    path("requests/<int:pk>/attachments/", attachments.AttachmentAdd.as_view(), name="attachment_add"),
    path("attachments/<int:pk>/", attachments.AttachmentDownload.as_view(), name="attachment"),
    path("attachments/<int:pk>/remove/", attachments.AttachmentRemove.as_view(), name="attachment_remove"),
    path("steps/<int:pk>/decide/", decisions.StepDecide.as_view(), name="step_decide"),
    path("steps/<int:pk>/read/", decisions.StepRead.as_view(), name="step_read"),
    path("reviews/<int:pk>/", reviews.ReviewDetail.as_view(), name="review_detail"),
    path("accounts/<int:pk>/acquire/", accounts.AccountAcquire.as_view(), name="acquire"),
    path("accounts/<int:pk>/abandon/", accounts.AccountAbandon.as_view(), name="abandon"),
    path("accounts/<int:pk>/operators/add/", operators.OperatorAdd.as_view(), name="operator_add"),
    path("accounts/<int:pk>/password/", operators.PasswordChanged.as_view(), name="password_changed"),
    path("operators/<int:pk>/end/", operators.OperatorEnd.as_view(), name="operator_end"),
    path("accounts/<int:pk>/start/", accounts.AccountStart.as_view(), name="start"),
    path("filings/", filings.FilingList.as_view(), name="filing_list"),
    path("filings/receive/", filings.FilingsReceive.as_view(), name="filings_receive"),
    path("filings/<int:pk>/", filings.FilingDetail.as_view(), name="filing_detail"),
    path("filings/<int:pk>/file/", filings.FilingFile.as_view(), name="filing_file"),
    path("filings/<int:pk>/ask-correction/", filings.FilingAskCorrection.as_view(), name="filing_ask_correction"),
    path("filings/<int:pk>/correct/", filings.FilingCorrect.as_view(), name="filing_correct"),
    *routes.urlpatterns,
    *notices.urlpatterns,
    *consultations,
    *hand_overs,
]
