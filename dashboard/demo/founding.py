"""The first set-up: guideline versions, units, people, services and routes.

The system's own acts, because nobody holds an office before them. The two versions of the guideline are older than the
system; each was adopted by the director of its time, so he and his department come first.
"""

from datetime import date

from approvals.models import RouteStep
from approvals.states import StepKind
from core.lifecycle.act import Act, acting, perform
from core.lifecycle.actor import SYSTEM
from core.people.moves import ADOPT_VERSION
from core.rulebook.models import Version
from core.staff.models import OfficeTitle
from core.staff.offices import CITY_WIDE, LABELS, Office
from dashboard.demo.city import City
from dashboard.demo.days import instant
from dashboard.demo.people import FIRST_NUMBER, make_appointment, make_people, make_person
from dashboard.demo.services import make_services
from dashboard.demo.units import DEPARTMENTS, make_department, make_units

FORMER_DIRECTOR = ("永瀬 徹", "ながせ とおる", "部長")
VERSIONS = (
    (
        "平成26年7月1日版",
        date(2014, 7, 1),
        date(2014, 6, 20),
        "最初の版。アカウントの取得の手順、メディアポリシー、投稿の許可などを定めた。",
    ),
    (
        "平成28年4月1日改正版",
        date(2016, 4, 1),
        date(2016, 3, 18),
        "現在の版。平成28年4月1日から適用。",
    ),
)
"""Title, first day, day of adoption, note of our own."""

ROUTES = (
    ("hofuku", StepKind.JOINT, Office.SECTION_HEAD, "joho"),
    ("kanko", StepKind.CIRCULATE, Office.PR_SECTION_HEAD, "furusato"),
)
"""Department, kind of step, office asked, its unit."""


def found_city(city: City) -> None:
    """Make everything that stands before the first day of work."""
    _make_former_director(city)
    for title, in_force_from, adopted_on, note in VERSIONS:
        _adopt(city, title, in_force_from, adopted_on, note)
    with acting(by=SYSTEM, at=instant(city.days.set_up, -30)) as act:
        make_units(act, city.units)
        make_people(act, city.days, city.units, city.people)
        city.services = make_services(act)
        _make_routes(act, city)
        _make_titles(act, city)


def _make_former_director(city: City) -> None:
    name, kana, title = FORMER_DIRECTOR
    with acting(by=SYSTEM, at=instant(date(2014, 6, 2))) as act:
        city.units["seisaku"] = unit = make_department(act, *DEPARTMENTS["seisaku"][:2])
        city.people[name] = person = make_person(act, FIRST_NUMBER, name, kana, title)
        term = {"starts_on": date(2012, 4, 1), "ends_on": date(2018, 3, 31)}
        make_appointment(act, person, Office.POLICY_DIRECTOR, unit, **term)


def _adopt(city: City, title: str, in_force_from: date, adopted_on: date, note: str) -> None:
    at = instant(adopted_on)
    director = city.acting(FORMER_DIRECTOR[0], at)
    with acting(by=director, at=at) as act:
        version = act.create(Version, title=title, in_force_from=in_force_from, note=note)
    perform(version, ADOPT_VERSION, by=director, at=at, seen=version.fingerprint())


def _make_routes(act: Act, city: City) -> None:
    for owner, kind, office, unit in ROUTES:
        values = {"owner": city.units[owner], "unit": city.units[unit], "starts_on": city.days.april(1)}
        act.create(RouteStep, kind=kind.value, office=office.value, **values)


def _make_titles(act: Act, city: City) -> None:
    for office in sorted(CITY_WIDE):
        act.create(OfficeTitle, office=office.value, title=LABELS[office], starts_on=city.days.april(1))
