"""The papers attached to some requests: small PDFs of one page, each with its account's name, the same every time."""

HEAD = b"%PDF-1.4\n"
PAGE = b"BT /F1 18 Tf 72 760 Td (Demonstration: %s) Tj ET"
OBJECTS = (
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</Font<</F1 4 0 R>>>>>>",
    b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
)


def paper(name: str, handle: str) -> tuple[str, bytes]:
    """Return a file name that tells of an account, and the bytes of its page."""
    page = PAGE % handle.encode("ascii")
    objects = (*OBJECTS, b"<</Length %d>>\nstream\n%s\nendstream" % (len(page), page))
    body, places = HEAD, []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return f"{name}の運用体制.pdf", body + end % (len(objects) + 1, table, len(objects) + 1, len(body))
