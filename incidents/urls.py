"""Addresses of incidents."""

from django.urls import path

from incidents.suspending.urls import urlpatterns as suspensions
from incidents.views import account, incident, linked, looking, playbooks, report, statements, tasks, unlinking

app_name = "incidents"

urlpatterns = [
    path("", report.IncidentList.as_view(), name="incident_list"),
    path("report/", report.Report.as_view(), name="report"),
    path("<int:pk>/", incident.IncidentDetail.as_view(), name="incident_detail"),
    path("<int:pk>/acknowledge/", incident.IncidentAcknowledge.as_view(), name="incident_acknowledge"),
    path("<int:pk>/kind/", incident.IncidentRetype.as_view(), name="incident_retype"),
    path("<int:pk>/account/", account.IncidentAttribute.as_view(), name="incident_attribute"),
    path("<int:pk>/contain/", incident.IncidentContain.as_view(), name="incident_contain"),
    path("<int:pk>/close/", incident.IncidentClose.as_view(), name="incident_close"),
    path("<int:pk>/follow-up/", incident.IncidentFollowUp.as_view(), name="incident_follow_up"),
    path("<int:pk>/reopen/", incident.IncidentReopen.as_view(), name="incident_reopen"),
    path("<int:pk>/dismiss/", incident.IncidentDismiss.as_view(), name="incident_dismiss"),
    path("<int:pk>/merge/", incident.IncidentMerge.as_view(), name="incident_merge"),
    path("<int:pk>/note/", incident.IncidentNote.as_view(), name="incident_note"),
    path("<int:pk>/evidence/", incident.IncidentEvidence.as_view(), name="incident_evidence"),
    path("<int:pk>/join/", incident.IncidentJoin.as_view(), name="incident_join"),
    path("<int:pk>/closure/", linked.IncidentClosure.as_view(), name="incident_closure"),
    path("<int:pk>/closure/link/", linked.IncidentLinkClosure.as_view(), name="incident_link_closure"),
    path("<int:pk>/closure/unlink/", unlinking.IncidentUnlinkClosure.as_view(), name="incident_unlink_closure"),
    path("<int:pk>/warning/unlink/", unlinking.IncidentUnlinkWarning.as_view(), name="incident_unlink_warning"),
    path("<int:pk>/warning/", linked.WarningUpdate.as_view(), name="warning_update"),
    path("<int:pk>/warning/end/", linked.WarningEnd.as_view(), name="warning_end"),
    path("members/<int:pk>/end/", incident.MemberEnd.as_view(), name="member_end"),
    path("evidence/<int:pk>/", incident.EvidenceDownload.as_view(), name="evidence"),
    path("tasks/<int:pk>/need/", tasks.TaskNeed.as_view(), name="task_need"),
    path("tasks/<int:pk>/skip/", tasks.TaskSkip.as_view(), name="task_skip"),
    path("tasks/<int:pk>/do/", tasks.TaskDo.as_view(), name="task_do"),
    path("tasks/<int:pk>/warn/", tasks.TaskWarn.as_view(), name="task_warn"),
    path("tasks/<int:pk>/warning/", tasks.TaskLinkWarning.as_view(), name="task_link_warning"),
    path("<int:pk>/statement/", statements.StatementNew.as_view(), name="statement_new"),
    path("statements/<int:pk>/edit/", statements.StatementEdit.as_view(), name="statement_edit"),
    path("statements/<int:pk>/approve/", statements.StatementApprove.as_view(), name="statement_approve"),
    path("statements/<int:pk>/release/", statements.StatementRelease.as_view(), name="statement_release"),
    path("statements/<int:pk>/drop/", statements.StatementDrop.as_view(), name="statement_drop"),
    path("<int:pk>/sheet/", looking.IncidentSheet.as_view(), name="incident_sheet"),
    path("statistics/", looking.Statistics.as_view(), name="incident_statistics"),
    path("playbooks/", playbooks.PlaybookList.as_view(), name="playbook_list"),
    path("playbooks/<slug:kind>/edit/", playbooks.PlaybookEdit.as_view(), name="playbook_edit"),
    *suspensions,
]
