"""Finding the trail of a request by its document number (文書番号)."""

import pytest

from core.lifecycle.streams import streams_numbered
from tests.factories.approvals import a_request

pytestmark = pytest.mark.django_db


def test_streams_are_found_by_document_number() -> None:
    request = a_request()

    assert streams_numbered(f" {request.document_number} ") == [request.stream]
    assert streams_numbered("8無第1号") == []
