"""What the addresses of incidents are asked for, and who gets what answer there; as `tests.matrix.table`."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.incidents import task_of
from tests.matrix.incident_records import PNG
from tests.matrix.target import Data, Target
from tests.matrix.world import City

LEADER = "section_head"
SUSPENDED: Data = {"suspended_for": "覚えのない投稿があったため"}

INCIDENTS = """
# address                             how  out  else staf oper shd  dhd  poli genl vice pr   pers rec  aud  adm  dep
incidents:incident_list               GET  in   200  200  200  200  200  200  200  200  200  200  200  200  200  200
incidents:incident_list               POST 403  405  405  405  405  405  405  405  405  405  405  405  405  405  405
incidents:report                      GET  in   200  200  200  200  200  200  200  200  200  200  200  200  200  200
incidents:report                      POST 403  act  act  act  act  act  act  act  act  act  act  act  act  act  act
incidents:incident_detail             GET  in   404  200  200  200  200  200  200  200  200  404  404  200  404  200
incidents:incident_detail             POST 403  405  405  405  405  405  405  405  405  405  405  405  405  405  405
incidents:incident_acknowledge        GET  in   404  403  403  200  200  403  403  403  200  404  404  403  404  200
incidents:incident_acknowledge        POST 403  404  403  403  act  act  403  403  403  act  404  404  403  404  act
incidents:incident_retype             GET  in   404  403  403  200  200  403  403  403  200  404  404  403  404  200
incidents:incident_retype             POST 403  404  403  403  act  act  403  403  403  act  404  404  403  404  act
incidents:incident_attribute          GET  in   404  403  403  200  200  403  403  403  200  404  404  403  404  200
incidents:incident_attribute          POST 403  404  403  403  act  act  403  403  403  act  404  404  403  404  act
incidents:incident_contain            GET  in   404  403  403  200  200  403  403  403  200  404  404  403  404  200
incidents:incident_contain            POST 403  404  403  403  act  act  403  403  403  act  404  404  403  404  act
incidents:incident_close              GET  in   404  403  403  200  200  403  403  403  200  404  404  403  404  200
incidents:incident_close              POST 403  404  403  403  act  act  403  403  403  act  404  404  403  404  act
incidents:incident_follow_up          GET  in   404  403  403  200  200  403  403  403  200  404  404  403  404  200
incidents:incident_follow_up          POST 403  404  403  403  act  act  403  403  403  act  404  404  403  404  act
incidents:incident_reopen             GET  in   404  403  403  200  200  403  403  403  200  404  404  403  404  200
incidents:incident_reopen             POST 403  404  403  403  act  act  403  403  403  act  404  404  403  404  act
incidents:incident_dismiss            GET  in   404  403  403  200  200  403  403  403  200  404  404  403  404  200
incidents:incident_dismiss            POST 403  404  403  403  act  act  403  403  403  act  404  404  403  404  act
incidents:incident_merge              GET  in   404  403  403  200  200  403  403  403  200  404  404  403  404  200
incidents:incident_merge              POST 403  404  403  403  act  act  403  403  403  act  404  404  403  404  act
incidents:incident_note               GET  in   404  200  403  200  200  403  403  403  200  404  404  403  404  200
incidents:incident_note               POST 403  404  act  403  act  act  403  403  403  act  404  404  403  404  act
incidents:incident_evidence           GET  in   404  200  403  200  200  403  403  403  200  404  404  403  404  200
incidents:incident_evidence           POST 403  404  act  403  act  act  403  403  403  act  404  404  403  404  act
incidents:incident_join               GET  in   404  403  403  200  200  403  403  403  200  404  404  403  404  200
incidents:incident_join               POST 403  404  403  403  act  act  403  403  403  act  404  404  403  404  act
incidents:member_end                  GET  in   404  403  403  200  200  403  403  403  200  404  404  403  404  200
incidents:member_end                  POST 403  404  403  403  act  act  403  403  403  act  404  404  403  404  act
incidents:evidence                    GET  in   404  200  200  200  200  200  200  200  200  404  404  200  404  200
incidents:evidence                    POST 403  405  405  405  405  405  405  405  405  405  405  405  405  405  405
incidents:task_need                   GET  in   404  403  403  200  200  403  403  403  200  404  404  403  404  200
incidents:task_need                   POST 403  404  403  403  act  act  403  403  403  act  404  404  403  404  act
incidents:task_skip                   GET  in   404  403  403  200  200  403  403  403  200  404  404  403  404  200
incidents:task_skip                   POST 403  404  403  403  act  act  403  403  403  act  404  404  403  404  act
incidents:task_do                     GET  in   404  200  403  200  200  403  403  403  200  404  404  403  404  200
incidents:task_do                     POST 403  404  act  403  act  act  403  403  403  act  404  404  403  404  act
incidents:task_warn                   GET  in   404  403  403  403  403  403  403  403  200  404  404  403  404  403
incidents:task_warn                   POST 403  404  403  403  403  403  403  403  403  act  404  404  403  404  403
incidents:task_link_warning           GET  in   404  403  403  403  403  403  403  403  200  404  404  403  404  403
incidents:task_link_warning           POST 403  404  403  403  403  403  403  403  403  act  404  404  403  404  403
incidents:statement_new               GET  in   404  200  403  200  200  403  403  403  200  404  404  403  404  200
incidents:statement_new               POST 403  404  act  403  act  act  403  403  403  act  404  404  403  404  act
incidents:statement_edit              GET  in   404  200  403  200  200  403  403  403  200  404  404  403  404  200
incidents:statement_edit              POST 403  404  act  403  act  act  403  403  403  act  404  404  403  404  act
incidents:statement_approve           GET  in   404  403  403  200  403  403  403  403  403  404  404  403  404  200
incidents:statement_approve           POST 403  404  403  403  act  403  403  403  403  403  404  404  403  404  act
incidents:statement_release           GET  in   404  200  403  200  200  403  403  403  200  404  404  403  404  200
incidents:statement_release           POST 403  404  act  403  act  act  403  403  403  act  404  404  403  404  act
incidents:statement_drop              GET  in   404  200  403  200  200  403  403  403  200  404  404  403  404  200
incidents:statement_drop              POST 403  404  act  403  act  act  403  403  403  act  404  404  403  404  act
incidents:account_suspend             GET  in   403  403  403  200  200  403  403  403  403  403  403  403  403  200
incidents:account_suspend             POST 403  403  403  403  act  act  403  403  403  403  403  403  403  403  act
incidents:suspension_renew            GET  in   403  403  403  200  200  403  403  403  403  403  403  403  403  200
incidents:suspension_renew            POST 403  403  403  403  act  act  403  403  403  403  403  403  403  403  act
incidents:account_reinstate           GET  in   403  403  403  200  200  403  403  403  403  403  403  403  403  200
incidents:account_reinstate           POST 403  403  403  403  act  act  403  403  403  403  403  403  403  403  act
incidents:incident_suspend            GET  in   404  403  403  200  200  403  403  403  403  404  404  403  404  200
incidents:incident_suspend            POST 403  404  403  403  act  act  403  403  403  403  404  404  403  404  act
incidents:incident_closure            GET  in   404  200  200  200  403  403  403  403  403  404  404  403  404  200
incidents:incident_closure            POST 403  404  act  act  act  403  403  403  403  403  404  404  403  404  act
incidents:incident_link_closure       GET  in   404  403  403  200  200  403  403  403  200  404  404  403  404  200
incidents:incident_link_closure       POST 403  404  403  403  act  act  403  403  403  act  404  404  403  404  act
incidents:incident_unlink_closure     GET  in   404  403  403  200  200  403  403  403  200  404  404  403  404  200
incidents:incident_unlink_closure     POST 403  404  403  403  act  act  403  403  403  act  404  404  403  404  act
incidents:incident_unlink_warning     GET  in   404  403  403  200  200  403  403  403  200  404  404  403  404  200
incidents:incident_unlink_warning     POST 403  404  403  403  act  act  403  403  403  act  404  404  403  404  act
incidents:warning_update              GET  in   404  403  403  403  403  403  403  403  200  404  404  403  404  403
incidents:warning_update              POST 403  404  403  403  403  403  403  403  403  act  404  404  403  404  403
incidents:warning_end                 GET  in   404  403  403  403  403  403  403  403  200  404  404  403  404  403
incidents:warning_end                 POST 403  404  403  403  403  403  403  403  403  act  404  404  403  404  403
incidents:incident_sheet              GET  in   404  200  200  200  200  200  200  200  200  404  404  200  404  200
incidents:incident_sheet              POST 403  405  405  405  405  405  405  405  405  405  405  405  405  405  405
incidents:incident_statistics         GET  in   200  200  200  200  200  200  200  200  200  200  200  200  200  200
incidents:incident_statistics         POST 403  405  405  405  405  405  405  405  405  405  405  405  405  405  405
incidents:playbook_edit               GET  in   404  404  404  404  404  200  404  404  404  404  404  404  404  404
incidents:playbook_edit               POST 403  404  404  404  404  404  act  404  404  404  404  404  404  404  404
incidents:playbook_list               GET  in   200  200  200  200  200  200  200  200  200  200  200  200  200  200
incidents:playbook_list               POST 403  405  405  405  405  405  405  405  405  405  405  405  405  405  405
"""


def incidents(c: City) -> list[Target]:
    """Reporting, the list, the acts on one incident, its course and its tasks."""
    reported, known, contained, ready = (
        c.papers[f"incident_{name}"] for name in ("reported", "acknowledged", "contained", "ready")
    )

    def act(name: str, record: Any, typed: Any) -> Target:
        return Target(c, f"incidents:{name}", (record.pk,), by=LEADER, fills=typed)

    judged, owed = task_of(known, "announce"), task_of(known, "delete")
    warned, closing = c.papers["incident_warned"], c.papers["incident_closing"]
    drafted, decided = c.papers["incident_draft"], c.papers["incident_statement"]
    lessons: Data = {"causes": "名前が似ていた。", "measures": "認証の印を申請する。"}
    return [
        Target(c, "incidents:incident_list", asks=("cut", "kind", "cursor")),
        Target(c, "incidents:report", by=LEADER, fills={"kind": "flaming", "title": "批判が集まる"}, asks=("account",)),
        Target(c, "incidents:incident_detail", (known.pk,)),
        act("incident_acknowledge", reported, {"kind": "impersonation"}),
        act("incident_retype", known, {"kind": "falsehood", "reason": "本物の市民の投稿でした。"}),
        act("incident_attribute", ready, {"account": "none", "reason": "別のアカウントでした。"}),
        act("incident_contain", ready, {"contained_words": "削除された。"}),
        act("incident_close", contained, lessons),
        act("incident_follow_up", c.papers["incident_closed"], {"measures_done": "認証の印を申請した。"}),
        act("incident_reopen", contained, {"reason": "また現れたため"}),
        act("incident_dismiss", reported, {"dismissed_for": "本物でした。"}),
        act("incident_merge", reported, {"merged_into": str(known.pk)}),
        act("incident_note", known, {"words": "電話が3件ありました。"}),
        act("incident_evidence", known, lambda: {"file": SimpleUploadedFile("写し.png", PNG), "words": "写し"}),
        act("incident_join", known, {"person": c.person.staff_number, "role": "調査"}),
        act("member_end", c.papers["incident_member"], {}),
        Target(c, "incidents:evidence", (c.papers["incident_evidence"].pk,)),
        act("task_need", judged, {"needed_for": "問い合わせが多いため"}),
        act("task_skip", judged, {"unneeded_for": "だれも見ていないため"}),
        act("task_do", owed, {"result": "窓口から求めました。"}),
        act("account_suspend", c.active, SUSPENDED),
        act("suspension_renew", c.papers["suspended_account"], {"reason": "復旧を待つため"}),
        act("account_reinstate", c.papers["returning_account"], {"done": "権限を確かめました。"}),
        act("incident_suspend", known, SUSPENDED),
        Target(
            c, "incidents:incident_closure", (known.pk,), by="staff", fills={"reason": "廃止"}, asks=("planned_on",)
        ),
        act("incident_link_closure", closing, {"notice": str(closing.account.notices.get().pk)}),
        act("incident_unlink_closure", c.papers["incident_ending"], {"reason": "別の廃止でした。"}),
        act("incident_unlink_warning", c.papers["incident_listed"], {"reason": "別の警告でした。"}),
        Target(c, "incidents:warning_update", (warned.pk,), by="pr_section_head", fills={"outcome": "削除を求めた。"}),
        Target(c, "incidents:warning_end", (warned.pk,), by="pr_section_head", fills={"reason": "削除された。"}),
        act("statement_new", known, {"channel": "account", "words": "確かめています。"}),
        act("statement_edit", drafted, {"words": "確かめて、あすお知らせします。"}),
        act("statement_approve", drafted, {"confirmed": "on"}),
        act("statement_release", decided, {"released_where": "https://x.com/iwaki/status/1"}),
        act("statement_drop", drafted, {"dropped_for": "電話で答えたため"}),
        Target(c, "incidents:task_warn", (task_of(known, "list").pk,), by="pr_section_head", fills={"words": "偽物"}),
        Target(
            c,
            "incidents:task_link_warning",
            (task_of(known, "list").pk,),
            by="pr_section_head",
            fills=lambda: {"imitation": str(c.imitation.pk)},
        ),
        Target(c, "incidents:incident_sheet", (known.pk,)),
        Target(c, "incidents:incident_statistics", asks=("year",)),
        Target(c, "incidents:playbook_edit", ("other",), by="policy_director", fills={"reason": "急ぐため"}),
        Target(c, "incidents:playbook_list"),
    ]
