"""The departments, sections and one group of the invented city, as they stood on the day of set-up."""

from datetime import date

from core.lifecycle.act import Act
from core.staff.models import Unit, UnitLevel
from dashboard.demo.showing import homepage

FOUNDED = date(2010, 4, 1)

DEPARTMENTS: dict[str, tuple[str, str, dict[str, str]]] = {
    "seisaku": ("総合政策部", "総政", {"furusato": "ふるさと発信課", "chiiki": "地域振興課"}),
    "soumu": (
        "総務部",
        "総務",
        {"soumuka": "総務課", "shokuin": "職員課", "joho": "情報政策課", "kiki": "危機管理課"},
    ),
    "zaisei": ("財政部", "財", {"zaiseika": "財政課"}),
    "kyodo": ("市民協働部", "協", {"kyodoka": "地域協働課", "shohi": "消費生活課"}),
    "kankyo": ("生活環境部", "環", {"gomi": "ごみ減量推進課"}),
    "hofuku": ("保健福祉部", "保", {"kenko": "健康づくり推進課"}),
    "kodomo": ("こども部", "こ", {"kosodate": "子育て支援課", "hoiku": "保育課"}),
    "kanko": (
        "観光部",
        "観",
        {"kankoka": "観光振興課", "sports": "スポーツ振興課", "bunka": "文化振興課", "yuchi": "観光誘致課"},
    ),
    "norin": ("農林水産部", "農", {"nogyo": "農業振興課", "suisan": "水産振興課"}),
    "sangyo": ("産業振興部", "産", {"shogyo": "商業振興課", "sozo": "産業創出課"}),
    "doboku": ("土木部", "土", {"koen": "公園緑地課"}),
    "shobo": ("消防本部", "消", {"shobosomu": "総務課"}),
    "suido": ("水道局", "水", {"suidosomu": "総務課"}),
    "kyoiku": ("教育委員会事務局", "教", {"toshokan": "中央図書館", "bijutsu": "美術館"}),
    "kansa": ("監査事務局", "監", {}),
}
"""Key: name, symbol for document numbers, sections by key."""

SITES = {"kanko": "kanko", "furusato": "furusato", "kiki": "bosai", "suidosomu": "suido", "toshokan": "toshokan"}
"""Key of a unit: the folder of its own site on the city homepage; sections below it use it too."""

GROUPS = {"kikaku": ("企画宣伝係", "kankoka")}
"""Key: name, key of the section."""

ENDED, SUCCESSOR = "yuchi", "kankoka"
"""The section that goes over to another on the day of reorganisation."""


def make_units(act: Act, known: dict[str, Unit]) -> None:
    """Enter all units into `known` by key; those that are there already stay."""
    for key, (name, symbol, sections) in DEPARTMENTS.items():
        if key not in known:
            known[key] = make_department(act, name, symbol, site_of(key))
        for inner, title in sections.items():
            known[inner] = _inside(act, title, UnitLevel.SECTION, known[key], site_of(inner))
    for key, (name, section) in GROUPS.items():
        known[key] = _inside(act, name, UnitLevel.GROUP, known[section])


def site_of(key: str) -> str:
    """Return the address of a unit's own site; empty where it has none."""
    return f"{homepage()}{SITES[key]}/" if key in SITES else ""


def make_department(act: Act, name: str, symbol: str, site: str = "") -> Unit:
    """Enter one department."""
    return act.create(Unit, name=name, symbol=symbol, level=UnitLevel.DEPARTMENT.value, starts_on=FOUNDED, site=site)


def _inside(act: Act, name: str, level: UnitLevel, parent: Unit, site: str = "") -> Unit:
    return act.create(Unit, name=name, level=level.value, parent=parent, starts_on=FOUNDED, site=site)
