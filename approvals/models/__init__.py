"""Consultations, requests, steps, revisions, attachments, filings, routes, password changes and document numbers."""

from approvals.models.consultation import Consultation, ConsultationQuerySet
from approvals.models.filing import Filing
from approvals.models.numbering import NumberCounter
from approvals.models.password import PasswordChange
from approvals.models.request import Attachment, Request, Revision
from approvals.models.review import LaterReview
from approvals.models.route import RouteStep
from approvals.models.step import Step

__all__ = [
    "Attachment",
    "Consultation",
    "ConsultationQuerySet",
    "Filing",
    "LaterReview",
    "NumberCounter",
    "PasswordChange",
    "Request",
    "Revision",
    "RouteStep",
    "Step",
]
