"""The numbers the rules read, with their defaults; a guideline version may set others.

Where the guideline says "promptly" or "about one year" it gives no number: the default here is
the city's internal target and every page says so.
"""

from dataclasses import dataclass

RECORDS_RULE = "文書管理規程"
"""What the guideline leaves to the city's own rule on documents; shown where a clause stands."""


@dataclass(frozen=True)
class Parameter:
    """One number of the rulebook: key, label, unit, clause, default, smallest and largest value."""

    key: str
    label: str
    unit: str
    clause: str
    default: int
    least: int = 0
    most: int = 366
    internal_target: bool = True
    used: bool = True
    """Whether a rule of this release reads the number; the pages say so of the others."""


_ALL = (
    Parameter("decision_target_days", "回議・決裁の目標", "開庁日", "第4-1-(2)", 5, 1),
    Parameter("revision_target_days", "差戻し後の修正の目標", "開庁日", "第4-1-(2)", 10, 1),
    Parameter("circulation_target_days", "供覧の目標", "開庁日", "第1", 10, 1),
    Parameter("acquisition_target_days", "許可後の取得と記録の目標", "開庁日", "第4-1-(2)", 20, 1),
    Parameter("start_target_days", "取得後の運用開始の目標", "開庁日", "第4-1-(3)", 20, 1),
    Parameter("filing_target_days", "総務部長への届出の目標", "開庁日", "第4-1-(2)", 5, 1),
    Parameter("receipt_target_days", "届出の受理の目標", "開庁日", "第4-1-(2)", 5, 1),
    Parameter("correction_target_days", "届出の補正の目標", "開庁日", "第4-1-(2)", 5, 1),
    Parameter("later_review_target_days", "代決の後閲の目標", "開庁日", "第4-1-(2)", 5, 1),
    Parameter("publication_target_days", "掲載の目標", "開庁日", "第4-4-(1)", 5, 1),
    Parameter("password_change_target_days", "パスワード変更の目標", "開庁日", "第4-3-(2)", 5, 1),
    Parameter(
        "first_policy_target_days", "登録したアカウントの最初のメディアポリシーの目標", "開庁日", "第4-2-(1)", 60, 1
    ),
    Parameter("policy_renewal_target_days", "所管替えの後のメディアポリシーの目標", "開庁日", "第4-2-(1)", 20, 1),
    Parameter("policy_review_months", "メディアポリシーの見直しの間隔", "か月", "第4-2-(3)", 12, 1, 60),
    Parameter("policy_publication_target_days", "メディアポリシーの決定後の掲載の目標", "開庁日", "第4-2-(3)", 5, 1),
    Parameter("notice_months", "変更・廃止の周知の期間", "か月", "第4-5-(2)", 1, 1, 12, internal_target=False),
    Parameter("change_keep_months", "変更のお知らせを載せておく期間", "か月", "第4-5-(2)", 12, 1, 60),
    Parameter("closure_keep_months", "廃止のお知らせを載せておく期間", "か月", "第4-5-(2)", 6, 1, 60),
    Parameter("keep_tolerance_days", "掲載期間の許容の幅", "日", "第4-5-(2)", 14, 0, 60),
    Parameter("later_report_target_days", "事後報告の目標", "開庁日", "第5-1-(4)", 1, 1, used=False),
    Parameter("incident_acknowledge_hours", "問題の報告を覚知する目標", "時間", "第7", 2, 1, 72),
    Parameter("incident_review_hours", "問題の状況を見直す間隔", "時間", "第7", 4, 1, 168),
    Parameter("incident_lessons_days", "収束した問題の振り返りの目標", "開庁日", "第7", 20, 1),
    Parameter("suspension_review_days", "アカウントの一時停止を見直すまでの最も長い間隔", "日", "第7", 14, 1, 92),
    Parameter("consultation_target_days", "協議への回答の目標", "開庁日", "第10", 5, 1),
    Parameter("escalation_after_days", "上位の職へ知らせるまでの日数", "開庁日", "第7", 3, 0),
    Parameter("disposal_target_days", "許可された廃棄を行うまでの目標", "開庁日", RECORDS_RULE, 10, 1),
    Parameter(
        "keep_permitted_years", "許可した取得の記録の保存期間(アカウントの終わりから)", "年", RECORDS_RULE, 10, 1, 30
    ),
    Parameter(
        "keep_unpermitted_years", "不許可・取下げの起案の保存期間(決裁・取下げから)", "年", RECORDS_RULE, 5, 1, 30
    ),
    Parameter("dormant_months", "運用中のアカウントを休眠とみなすまでの期間(市の目安)", "か月", "第4-1-(4)", 6, 1, 60),
    Parameter("idle_minutes", "無操作で画面を閉じるまでの時間", "分", "第4-3-(3)", 30, 5, 240),
    Parameter("reauthentication_minutes", "決裁の前に本人を確かめ直すまでの時間", "分", "第4-3-(3)", 30, 0, 120),
)

PARAMETERS: dict[str, Parameter] = {parameter.key: parameter for parameter in _ALL}
