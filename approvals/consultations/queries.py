"""Reads of consultations, for chapters whose decisions cite them."""

from accounts.models import Account
from approvals.models import Consultation, ConsultationQuerySet


def answered_about(account: Account) -> ConsultationQuerySet:
    """Return the answered consultations about an account and its requests, the newest first: what may be cited."""
    return Consultation.objects.about_account(account.pk).answered().newest_first()
