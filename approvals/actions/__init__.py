"""What a person does in this chapter, one function an act."""

from approvals.actions.accounts import abandon_account, acquire_account, start_operation
from approvals.actions.decisions import decide_step, read_step, review_decision
from approvals.actions.filings import ask_correction, correct_filing, file_filing, receive_filings
from approvals.actions.operators import add_to_account, end_on_account, note_password_change, record_password_change
from approvals.actions.requests import (
    add_attachment,
    draft_request,
    edit_request,
    pull_back_request,
    remove_attachment,
    submit_request,
    withdraw_request,
)

__all__ = [
    "abandon_account",
    "acquire_account",
    "add_attachment",
    "add_to_account",
    "ask_correction",
    "correct_filing",
    "decide_step",
    "draft_request",
    "edit_request",
    "end_on_account",
    "file_filing",
    "note_password_change",
    "pull_back_request",
    "read_step",
    "receive_filings",
    "record_password_change",
    "remove_attachment",
    "review_decision",
    "start_operation",
    "submit_request",
    "withdraw_request",
]
