"""Going on with a public warning from the incident that it was entered for: what came of the requests, its end (7-3).

Where the imitation stands, and whom it resembles, is changed on the warning's own page; here what the public reads.
"""

from datetime import datetime

from core.lifecycle.act import Act, acting
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from incidents.models import Incident, Note
from incidents.permissions import check_going_on
from publications.imitations.actions import check_warned
from publications.imitations.models import Imitation
from publications.imitations.moves import END
from publications.imitations.permissions import CLAUSE, check_keep


def update_warning(
    incident: Incident, *, by: Actor, at: datetime, words: str, outcome: str = "", seen: str | None = None
) -> Imitation:
    """Change what the public reads, and write down in the incident's course what came of a request for deletion.

    Args:
        outcome: may be empty; an incident that is over takes none.
        seen: of the warning.

    Raises:
        Denied: for everybody but ふるさと発信課, without words, and once the warning has ended.
        Conflict: the warning is not the one seen.
    """
    with acting(by=by, at=at) as act:
        check_keep(by, act.on)
        held = act.lock(incident)
        imitation = _warning_of(act, held)
        check_warned(imitation)
        if not words.strip():
            raise Denied("公開する説明を入力してください。", CLAUSE, field="words")
        if outcome.strip():
            check_going_on(held)
            written = {"written_by": by.person, "written_as": by.label, "written_at": at}
            act.create(Note, incident=held, words=f"公開の警告({imitation.title}):{outcome.strip()}", **written)
        return act.edit(imitation, seen=seen, words=words.strip())


def end_warning(incident: Incident, *, by: Actor, at: datetime, reason: str, seen: str | None = None) -> Imitation:
    """Stop warning the public of the imitation that an incident is about; its course says so.

    Raises:
        Denied: for everybody but ふるさと発信課, and without a reason.
        Conflict: the warning has ended, or is not the one seen.
    """
    with acting(by=by, at=at) as act:
        held = act.lock(incident)
        return act.perform(_warning_of(act, held), END, seen=seen, reason=reason.strip(), ended_on=act.on)


def _warning_of(act: Act, incident: Incident) -> Imitation:
    """Return the warning of an incident, held.

    Raises:
        Denied: when none was entered.
    """
    if incident.imitation is None:
        raise Denied("この問題からは、公開の一覧で警告していません。", CLAUSE)
    return act.lock(incident.imitation)
