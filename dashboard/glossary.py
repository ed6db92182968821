"""The terms of the glossary page, in our own words: the five of clause 2, and those of the system.

The guideline's own sentences are not quoted; the city registers its text itself.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """One term: its anchor on the page, name, clause, and explanation."""

    anchor: str
    name: str
    clause: str
    text: str


@dataclass(frozen=True)
class Group:
    """Some terms under a heading."""

    anchor: str
    title: str
    terms: tuple[Term, ...]


CLAUSE_2 = (
    Term(
        "social-media",
        "ソーシャルメディア",
        "第2",
        "だれもが書き手にも読み手にもなり、文章、写真、動画をその場でやり取りできるインターネット上のサービスです。"
        "Facebook、X、Instagram、YouTube、LINE などがあります。",
    ),
    Term(
        "account",
        "アカウント",
        "第2",
        "ソーシャルメディアで発信するための、名前の付いた窓口です。市のアカウントは、許可を受けて取得し、この台帳に載ったものだけを使います。",
    ),
    Term(
        "url",
        "URL",
        "第2",
        "インターネット上の場所を示す、https:// から始まる文字の並びです。"
        "台帳には、転送用に短くしたものではなく、もとの長いURLを登録します。",
    ),
    Term(
        "flaming",
        "炎上",
        "第2",
        "ある発信に非難や中傷の書込みが集まり、止めにくい勢いで広がる状態です。気付いたら、反論せずに、すぐアカウント管理者へ知らせます。",
    ),
    Term(
        "impersonation",
        "なりすまし",
        "第2",
        "市や職員でない人が、市や職員のように見せかけて発信することです。よく似た名前や写真のアカウントも、疑いがあれば知らせてください。",
    ),
)
PEOPLE = (
    Term(
        "account-manager",
        "アカウント管理者",
        "第4-1-(4)",
        "アカウントを運用する課の長です。人ではなく職に付くので、異動があれば、その日から後任の課長が管理者になります。",
    ),
    Term("information-officer", "情報管理者", "第4-1-(2)", "部長です。課の起案を、総合政策部長より先に決裁します。"),
    Term("chief-information-officer", "最高情報統括責任者", "第4-1-(2)", "総務部長です。取得の後の届出を受理します。"),
    Term(
        "operator",
        "運用担当",
        "第4-1-(3)",
        "アカウントを実際に動かす職員です。起案のときに、人と入り方と理由を決めます。",
    ),
    Term(
        "deputy",
        "代決",
        "",
        "本人が不在の間、あらかじめ期間を決めて指定された職員が、本人の名で決裁することです。二人の名前が記録に残ります。",
    ),
    Term(
        "later-review", "後閲", "", "代決があったとき、戻った本人が内容を確かめて、済みまたは異議を記録することです。"
    ),
)
PAPERS = (
    Term(
        "request", "起案", "第4-1-(2)", "アカウントを取得したい課が、目的、方針、運用担当を書いて決裁を求める文書です。"
    ),
    Term(
        "consent",
        "回議・合議",
        "第4-1-(4)",
        "許可の前に、アカウント管理者となる課長や、関わる課が内容に同意することです。",
    ),
    Term(
        "permission",
        "決裁",
        "第4-1-(2)",
        "許可、差戻し、不許可のどれかを決めることです。部長、総合政策部長の順に行います。",
    ),
    Term(
        "circulation",
        "供覧",
        "第1",
        "決まったことを関わる職に読んでもらうことです。読んだ記録だけが残り、決裁は待ちません。",
    ),
    Term(
        "return",
        "差戻し",
        "",
        "理由を付けて起案を課に戻すことです。直して出し直すと、最初の段階からもう一度決裁します。",
    ),
    Term("pull-back", "引戻し", "", "決裁が終わる前に、出した課が起案を手元に戻すことです。直して、もう一度出せます。"),
    Term("withdrawal", "取下げ", "", "出した課が、起案そのものをやめることです。"),
    Term(
        "filing",
        "届出",
        "第4-1-(2)",
        "取得した後に、総務部長へ知らせる文書です。許可を求めるものではないので、不許可はありません。",
    ),
    Term(
        "document-number",
        "文書番号",
        "",
        "提出のときに付く番号です。部ごと、年度ごとに、欠けることなく続きます。例:8総政第12号",
    ),
    Term("media-policy", "メディアポリシー", "第4-2", "アカウントの目的、内容、使い方、返信の有無を決めた方針です。"),
)
WORK = (
    Term(
        "inbox",
        "受信箱",
        "",
        "自分の職を待っている仕事が、期限の近い順に並ぶ最初の画面です。代決者としての仕事も並びます。",
    ),
    Term("duty", "義務", "", "だれが、いつまでに、何をするかの記録です。その仕事を終えると、自動で消えます。"),
    Term(
        "internal-target",
        "市の内部目標",
        "",
        "ガイドラインが日数を定めていないところに、市が決めた目安の期限です。過ぎても、手続は止まりません。",
    ),
    Term("opening-day", "開庁日", "", "土曜日、日曜日、祝日、12月29日から1月3日までを除いた日です。"),
    Term(
        "start",
        "運用開始",
        "第4-1-(3)",
        "メディアポリシーと運用担当がそろった後に、アカウント管理者が運用の始まりを記録することです。",
    ),
    Term("trail", "監査証跡", "", "だれが、どの職で、いつ、何をしたかの記録です。後から書き換えることはできません。"),
    Term(
        "code",
        "照合コード",
        "",
        "「7F3A-91C2」のような短い記号です。内容が同じなら同じになるので、紙と画面を見比べられます。",
    ),
)

GROUPS = (
    Group("clause-2", "ガイドラインの用語(第2)", CLAUSE_2),
    Group("people", "人と職", PEOPLE),
    Group("papers", "文書と手続", PAPERS),
    Group("work", "画面の言葉", WORK),
)
