"""The people of the invented city and the offices they held on the day of set-up; nobody here is a real official."""

from dataclasses import dataclass

from core.lifecycle.act import Act
from core.people.moves import CONFIRM_APPOINTMENT
from core.staff.models import Appointment, Person, Unit
from core.staff.offices import CITY_WIDE, Office
from dashboard.demo.days import Days

FIRST_NUMBER = 100100
MAIL = "example.lg.jp"


@dataclass(frozen=True)
class Somebody:
    """One person: name, reading, title, offices as `office:unit` and since how many years, counted from this April."""

    name: str
    kana: str
    title: str
    offices: str
    years: int = 3
    post_title: str = ""
    """The title of an office of a unit, where the unit's name does not say it, or says it twice for one person."""


P = Somebody
HEADS = (
    P("有明 聡子", "ありあけ さとこ", "副市長", "deputy_mayor:seisaku"),
    P(
        "月岡 修",
        "つきおか おさむ",
        "部長",
        "department_head:seisaku policy_director:seisaku",
        3,
        "総合政策部長(情報管理者)",
    ),
    P(
        "松風 玲",
        "まつかぜ れい",
        "部長",
        "department_head:soumu general_affairs_director:soumu",
        3,
        "総務部長(情報管理者)",
    ),
    P("西園 明", "にしぞの あきら", "部長", "department_head:zaisei", 2),
    P("小野寺 泉", "おのでら いずみ", "部長", "department_head:kyodo"),
    P("水沢 学", "みずさわ まなぶ", "部長", "department_head:kankyo", 2),
    P("山﨑 静香", "やまさき しずか", "部長", "department_head:hofuku"),
    P("星野 遥", "ほしの はるか", "部長", "department_head:kodomo"),
    P("海野 誠", "うんの まこと", "部長", "department_head:kanko"),
    P("稲葉 豊", "いなば ゆたか", "部長", "department_head:norin", 4),
    P("三好 剛", "みよし つよし", "部長", "department_head:sangyo"),
    P("石垣 猛", "いしがき たけし", "部長", "department_head:doboku", 2),
    P("火浦 隆", "ひうら たかし", "消防長", "department_head:shobo", 5, "消防長"),
    P("清水 渉", "しみず わたる", "局長", "department_head:suido"),
    P("文月 恭子", "ふづき きょうこ", "部長", "department_head:kyoiku", 3, "教育部長"),
    P("秤 直樹", "はかり なおき", "事務局長", "department_head:kansa"),
)
SECTION_HEADS = (
    P(
        "朝日 まどか",
        "あさひ まどか",
        "課長",
        "section_head:furusato pr_section_head:furusato",
        3,
        "ふるさと発信課長(アカウント管理者)",
    ),
    P("辻 美咲", "つじ みさき", "課長", "section_head:chiiki", 2),
    P("千歳 浩", "ちとせ ひろし", "課長", "section_head:soumuka"),
    P("藤棚 圭子", "ふじたな けいこ", "課長", "section_head:shokuin"),
    P("雪村 拓", "ゆきむら たく", "課長", "section_head:joho"),
    P("遠山 篤", "とおやま あつし", "課長", "section_head:kiki"),
    P("金森 亘", "かなもり わたる", "課長", "section_head:zaiseika"),
    P("結城 里香", "ゆうき りか", "課長", "section_head:kyodoka"),
    P("若草 茂", "わかくさ しげる", "課長", "section_head:shohi", 2),
    P("葉山 樹", "はやま いつき", "課長", "section_head:gomi"),
    P("髙島 みのり", "たかしま みのり", "課長", "section_head:kenko", 2),
    P("早瀬 亮", "はやせ りょう", "課長", "section_head:kosodate", 2),
    P("花岡 紗季", "はなおか さき", "課長", "section_head:hoiku"),
    P("若松 直人", "わかまつ なおと", "課長", "section_head:kankoka"),
    P("原田 実", "はらだ みのる", "課長", "section_head:sports"),
    P("沢田 郁夫", "さわだ いくお", "課長", "section_head:bunka", 4),
    P("柏木 悠", "かしわぎ ゆう", "課長", "section_head:yuchi", 2),
    P("穂高 実", "ほだか みのる", "課長", "section_head:nogyo"),
    P("潮見 航", "しおみ わたる", "課長", "section_head:suisan", 2),
    P("大谷 豊", "おおや ゆたか", "課長", "section_head:shogyo", 4),
    P("匠 隼人", "たくみ はやと", "課長", "section_head:sozo"),
    P("堀口 進", "ほりぐち すすむ", "課長", "section_head:koen", 5),
    P("谷口 進", "たにぐち すすむ", "課長", "section_head:shobosomu"),
    P("森 大地", "もり だいち", "課長", "section_head:suidosomu", 2),
    P("木村 千里", "きむら ちさと", "館長", "section_head:toshokan"),
    P("石井 薫", "いしい かおる", "館長", "section_head:bijutsu", 2),
)
STAFF = (
    P("久遠 葵", "くおん あおい", "主査", "staff:furusato"),
    P("立花 蓮", "たちばな れん", "主事", "staff:furusato", 2),
    P("里見 歩", "さとみ あゆむ", "主任", "staff:chiiki"),
    P("巽 亜希", "たつみ あき", "係長", "records_officer:soumuka staff:soumuka"),
    P("髙木 彩", "たかぎ あや", "係長", "personnel_officer:shokuin staff:shokuin"),
    P("小川 景", "おがわ けい", "主査", "administrator:joho staff:joho"),
    P("大和田 凛", "おおわだ りん", "主任", "administrator:joho staff:joho", 2),
    P("高瀬 聡", "たかせ さとし", "課長補佐", "staff:kiki"),
    P("堤 大輔", "つつみ だいすけ", "主査", "staff:kiki", 2),
    P("野々村 楓", "ののむら かえで", "主任", "staff:kyodoka"),
    P("三日月 杏", "みかづき あん", "主事", "staff:shohi", 2),
    P("木漏日 透", "こもれび とおる", "主任", "staff:gomi"),
    P("小春 和子", "こはる かずこ", "主査", "staff:kenko"),
    P("野原 恵", "のはら めぐみ", "主任", "staff:kenko", 4),
    P("雛形 守", "ひながた まもる", "主事", "staff:kosodate"),
    P("桜庭 結衣", "さくらば ゆい", "主任", "staff:hoiku"),
    P("緑川 栞", "みどりかわ しおり", "主査", "staff:kankoka", 2),
    P("青葉 千尋", "あおば ちひろ", "課長補佐", "staff:kankoka"),
    P("椎名 奏", "しいな かなで", "主事", "staff:kikaku", 2),
    P("韮沢 翔", "にらさわ しょう", "主任", "staff:sports"),
    P("笛木 響", "ふえき ひびき", "主査", "staff:bunka"),
    P("月舘 由香", "つきだて ゆか", "主事", "staff:yuchi", 2),
    P("苗場 実希", "なえば みき", "主任", "staff:nogyo"),
    P("浜名 渚", "はまな なぎさ", "主事", "staff:suisan", 2),
    P("鍛冶 航平", "かじ こうへい", "主任", "staff:sozo", 2),
    P("今井 文", "いまい ふみ", "課長補佐", "staff:shogyo"),
    P("木下 萌", "きのした もえ", "主任", "staff:koen"),
    P("﨑田 勇", "さきた いさむ", "主査", "staff:shobosomu"),
    P("水上 澪", "みなかみ みお", "主任", "staff:suidosomu", 2),
    P("文倉 詩", "ふみくら うた", "主任", "staff:toshokan"),
    P("色川 彩花", "いろかわ あやか", "主事", "staff:bijutsu", 2),
    P("白波 健", "しらなみ けん", "主任", "auditor:kansa"),
)
EVERYBODY = (*HEADS, *SECTION_HEADS, *STAFF)


def make_people(act: Act, days: Days, units: dict[str, Unit], known: dict[str, Person]) -> None:
    """Enter everybody into `known` by name, with the offices they hold; addresses come with the mail, later."""
    for number, one in enumerate(EVERYBODY, start=FIRST_NUMBER + 1):
        person = make_person(act, number, one.name, one.kana, one.title)
        known[one.name] = person
        for held in one.offices.split():
            office, unit = held.split(":")
            values = {"starts_on": days.april(one.years), "post_title": "" if office in CITY_WIDE else one.post_title}
            make_appointment(act, person, Office(office), units[unit], **values)


def make_person(act: Act, number: int, name: str, kana: str, title: str) -> Person:
    """Enter one person without a password: the demonstration's sign-in needs none."""
    return act.create(Person, staff_number=str(number), name=name, kana=kana, title=title)


def make_appointment(act: Act, person: Person, office: Office, unit: Unit, **values: object) -> Appointment:
    """Enter one appointment of the first set-up, in effect at once."""
    made = act.create(Appointment, person=person, office=office.value, unit=unit, **values)
    return act.perform(made, CONFIRM_APPOINTMENT, confirmed_by=None)
