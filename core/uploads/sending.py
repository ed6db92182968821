"""Sending a stored file: whatever it holds, a browser gets a download of no type, which may do nothing here."""

import logging
from typing import Any

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404

NEUTRAL = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}

logger = logging.getLogger(__name__)


def send(file: FieldFile, name: str, record: Any) -> FileResponse:
    """Return the answer that sends a file under its neutral name.

    Raises:
        Http404: when the storage has no such file; the log names the record it belongs to.
    """
    try:
        content = file.open("rb")
    except OSError:
        logger.exception("%s has no file at %s", record, file.name)
        raise Http404 from None
    sent = FileResponse(content, as_attachment=True, filename=name, content_type="application/octet-stream")
    for header, value in NEUTRAL.items():
        sent[header] = value
    return sent
