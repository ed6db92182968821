"""Recognition of what people write as an account's address or handle: taken, put right, or refused with the way on.

`recognise` is the one entry; the import and the form of acquisition ask it. It reads only, knows no database, and
never says yes to an address that is not certainly an account's on a registered service (4-4-(4)).
"""

from accounts.recognition.reading import recognise
from accounts.recognition.result import Change, Outcome, Problem, Recognition
from accounts.recognition.services import Service, service_named

__all__ = ["Change", "Outcome", "Problem", "Recognition", "Service", "recognise", "service_named"]
