"""Requests with steps, revisions and files; filings, routes, numbers, passwords; notices, consultations, hand-overs."""

from approvals.models.consultation import Consultation, ConsultationQuerySet
from approvals.models.filing import Filing
from approvals.models.hand_over import HandOver, HandOverQuerySet
from approvals.models.hand_over_review import HandOverReview
from approvals.models.numbering import NumberCounter
from approvals.models.password import PasswordChange
from approvals.models.request import Attachment, Request, Revision
from approvals.models.review import LaterReview
from approvals.models.route import RouteStep
from approvals.models.step import Step
from approvals.notices.models import ChangeNotice
from approvals.notices.reviews import NoticeReview

__all__ = [
    "Attachment",
    "ChangeNotice",
    "Consultation",
    "ConsultationQuerySet",
    "Filing",
    "HandOver",
    "HandOverQuerySet",
    "HandOverReview",
    "LaterReview",
    "NoticeReview",
    "NumberCounter",
    "PasswordChange",
    "Request",
    "Revision",
    "RouteStep",
    "Step",
]
