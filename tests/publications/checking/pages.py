"""Pages of the city homepage as a section would paste them: the texts of the application in a site's frame."""

from publications.models import Publication
from publications.texts.homepage import fragment

FRAME = "<!DOCTYPE html><html lang='ja'><head><meta charset='{0}'><title>市</title></head><body>{1}</body></html>"


def pasted(publication: Publication, codec: str = "utf-8") -> bytes:
    """Return the page of a publication's account in a character set."""
    text = fragment(publication.account, publication.policy)
    return FRAME.format(codec, text).encode({"shift_jis": "cp932", "euc-jp": "euc_jis_2004"}.get(codec, codec))
