"""Requests, steps, revisions, attachments, filings, routes and document numbers."""

from approvals.models.filing import Filing
from approvals.models.numbering import NumberCounter
from approvals.models.request import Attachment, Request, Revision
from approvals.models.review import LaterReview
from approvals.models.route import RouteStep
from approvals.models.step import Step

__all__ = ["Attachment", "Filing", "LaterReview", "NumberCounter", "Request", "Revision", "RouteStep", "Step"]
