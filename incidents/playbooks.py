"""What is done about each kind of problem: the playbooks as shipped, in our words, from clause 7.

The city's own versions are records (`incidents.models.Playbook`); these rule until there is one. A task's `code` names
what the guideline itself asks for (`rules.REQUIRED`), or is free.
"""

from dataclasses import asdict, dataclass
from typing import Any

from incidents.states import Bearer, Grade, IncidentKind

K, G, B = IncidentKind, Grade, Bearer
COLUMNS = {
    "code": "手順の記号",
    "title": "手順",
    "words": "説明",
    "grade": "求められ方",
    "bearer": "担当",
    "clause": "条項",
    "hours": "期限(覚知からの時間)",
    "again_hours": "くり返すときの間隔(時間)",
    "template": "文の下書き",
}
"""What the columns of a step are called where they are written."""


@dataclass(frozen=True)
class Step:
    """One task of a playbook, as it is copied to an incident.

    `hours` count from the acknowledgement; `again_hours`, where not 0, from one doing to the next; `template` is a text
    to begin from.
    """

    code: str
    title: str
    words: str
    grade: Grade
    clause: str
    hours: int = 0
    bearer: Bearer = Bearer.MANAGER
    template: str = ""
    again_hours: int = 0

    def stored(self) -> dict[str, Any]:
        """Return the step as a version of a playbook keeps it."""
        return {name: str(value) if isinstance(value, str) else value for name, value in asdict(self).items()}

    @classmethod
    def read(cls, stored: dict[str, Any]) -> "Step":
        """Return the step that a version keeps."""
        return cls(**{**stored, "grade": Grade(stored["grade"]), "bearer": Bearer(stored["bearer"])})


CALM = Step(
    "calm",
    "落ち着いて対応する",
    "相手に言い返さず、個人のアカウントで投稿したり広めたりしません。問い合わせには、公式一覧のページを案内します。",
    G.MIND,
    "第5-1-(7)",
)
ACCESS = Step(
    "access",
    "パスワードを変えるか、権限を取り消すか決める",
    "だれがいつ変えたか、取り消したかを、アカウントの画面に記録します。パスワードそのものは、どこにも書きません。",
    G.SITUATION,
    "第4-3-(2)",
    4,
)
SHIPPED: dict[IncidentKind, tuple[Step, ...]] = {
    K.LEAK: (
        Step(
            "security",
            "情報セキュリティの担当に連絡し、手引に沿って動く",
            "市の情報セキュリティポリシーと、漏えいしたときの手引に従います。だれに、いつ連絡したかを書きます。",
            G.MUST,
            "第7-1",
            1,
        ),
        Step(
            "extent",
            "何が、だれに、どこまで出たかを確かめる",
            "画面の写しを証拠に加えます。情報の中身そのものは、ここに書き写しません。",
            G.MUST,
            "第7-1",
            2,
        ),
        Step(
            "stop",
            "投稿を消すか、アカウントを止めるか決める",
            "消す前に、画面の写しを証拠に加えます。",
            G.SITUATION,
            "第7-1",
            2,
        ),
        ACCESS,
        Step(
            "persons",
            "本人に知らせて、おわびするか決める",
            "情報を漏らされた人への連絡です。連絡の方法と内容を書きます。",
            G.SITUATION,
            "第7-1",
            24,
            template="このたび、市のソーシャルメディアの運用で、あなたに関する情報が外部から見られる状態になりました。",
        ),
        Step(
            "authority",
            "国の機関などへの報告が要るか決める",
            "個人情報のときは、法令による報告の期限があります。",
            G.SITUATION,
            "第7-1",
            48,
            Bearer.GENERAL_AFFAIRS_DIRECTOR,
        ),
        CALM,
    ),
    K.FLAMING: (
        Step(
            "record",
            "何が批判されているかを確かめ、写しを残す",
            "元の投稿と主な反応の画面の写しを、証拠に加えます。",
            G.MUST,
            "第7-2",
            2,
        ),
        Step(
            "correct",
            "訂正するか決める",
            "投稿に誤りや言葉の足りないところがあれば、訂正と分かる形で正します。",
            G.SITUATION,
            "第7-2",
            4,
            template="○月○日の投稿に誤りがありましたので、次のとおり訂正します。",
        ),
        Step(
            "apologise",
            "おわびするか決める",
            "不快や迷惑をかけたことがあれば、何についてかを示しておわびします。",
            G.SITUATION,
            "第7-2",
            4,
            template="○月○日の投稿で、ご不快な思いをおかけしました。おわびします。",
        ),
        Step(
            "interim",
            "時間がかかることを知らせるか決める",
            "すぐに答えられないときは、確かめていることと、次に知らせる見込みを書きます。放っているように見せません。",
            G.SITUATION,
            "第7-2-(3)",
            6,
            template="いただいたご意見は承知しています。事実を確かめており、○日までにお知らせします。",
            again_hours=24,
        ),
        Step(
            "no_rebuttal",
            "言い返さない",
            "批判に反論しません。個々の投稿への返信も、アカウント管理者が決めた文だけを使います。",
            G.MIND,
            "第7-2-(1)",
        ),
        CALM,
    ),
    K.IMPERSONATION: (
        Step(
            "delete",
            "サービスに削除を求める",
            "サービスの申立ての窓口から求め、日時と受付番号を書きます。画面の写しを先に証拠に加えます。",
            G.MUST,
            "第7-3",
            4,
        ),
        Step(
            "outcome",
            "削除の求めの結果を記録する",
            "削除された、断られた、返事がない、のどれかを書きます。削除されていなければ、もう一度求めます。",
            G.MUST,
            "第7-3",
            72,
            again_hours=72,
        ),
        Step(
            "announce",
            "ホームページとアカウントで知らせるか決める",
            "偽のアカウントに応じないように、市のホームページと本物のアカウントで呼びかけます。",
            G.SITUATION,
            "第7-3",
            8,
            template="市のアカウントに似せたものが見つかりました。市のアカウントは、公式一覧で確かめてください。",
        ),
        Step(
            "list",
            "公開の一覧で警告するか決める",
            "「にせのアカウント」に登録すると、公開の一覧と「本物ですか」の答えが警告します。",
            G.SITUATION,
            "第7-3",
            8,
            Bearer.PR_SECTION_HEAD,
        ),
        Step(
            "bodies",
            "関係する機関を通じた注意喚起が要るか決める",
            "警察、消費生活センター、関係する団体などです。",
            G.SITUATION,
            "第7-3",
            24,
            Bearer.PR_SECTION_HEAD,
        ),
        CALM,
    ),
    K.FALSEHOOD: (
        Step(
            "inform",
            "正しい情報を知らせるか決める",
            "何が事実かを確かめてから、状況に応じて市のアカウントで知らせます。",
            G.SITUATION,
            "第7-4",
            8,
            template="「○○」という情報が見られますが、市が確かめたところ、○○です。",
        ),
        Step(
            "homepage",
            "ホームページにも載せるか決める",
            "広く伝わっているときは、市のホームページにも載せます。",
            G.SITUATION,
            "第7-4",
            24,
        ),
        CALM,
    ),
    K.HIJACK: (
        Step(
            "password",
            "アカウントに入り直し、パスワードを変える",
            "入れないときは、サービスの復旧の手続を始めます。だれがいつ変えたかを書き、パスワードそのものは書きません。",
            G.MUST,
            "第4-3-(2)",
            1,
        ),
        Step(
            "roles",
            "覚えのない権限と連携を取り消す",
            "役割、連携しているツール、復旧用のメールと電話を一つずつ確かめます。",
            G.MUST,
            "第4-3-(2)",
            2,
        ),
        Step(
            "suspend",
            "アカウントを止めるか決める",
            "止めるときは、下の「アカウントを一時停止する」を使います。乗っ取った者の投稿が見られる間は、ホームページで知らせます。",
            G.SITUATION,
            "第7",
            2,
        ),
        Step(
            "leak",
            "情報が漏れていないか確かめる",
            "届いていたメッセージなどを見られたおそれがあれば、情報漏えいとして別に報告します。",
            G.MUST,
            "第7-1",
            8,
        ),
        Step(
            "inform",
            "市民に知らせるか決める",
            "覚えのない投稿やメッセージに応じないように呼びかけます。",
            G.SITUATION,
            "第7",
            8,
            template="市のアカウントが第三者に使われました。この間の投稿やメッセージには応じないでください。",
        ),
        CALM,
    ),
    K.OTHER: (
        Step("facts", "事実を確かめる", "何が起きているかを確かめ、画面の写しを証拠に加えます。", G.MUST, "第7", 8),
        Step(
            "explain",
            "説明やおわびが要るか決める",
            "意図せずに人を傷つけたときは、速やかに誠実に応じます。",
            G.SITUATION,
            "第5-1-(6)",
            24,
        ),
        CALM,
    ),
}
