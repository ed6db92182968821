"""The obligations of clause 7: the report and the review are about the incident, the others about one of its tasks."""

from core.deadlines.duties import Duty

ACKNOWLEDGE = Duty("incidents.acknowledge", "覚知する", "第7", internal=True)
JUDGE = Duty("incidents.judge", "判断する", "第7", internal=True)
WORK = Duty("incidents.work", "対応する", "第7", internal=True)
STATEMENT = Duty("incidents.statement", "決める", "第7-2", internal=True)
FOLLOW_UP = Duty("incidents.follow_up", "記録する", "第7", internal=True)
LESSONS = Duty("incidents.lessons", "振り返る", "第7", "incident_lessons_days")

ABOUT_INCIDENT = {
    ACKNOWLEDGE: "問題の報告を確かめる",
    STATEMENT: "発表の案を決める",
    LESSONS: "原因と再発防止を振り返る",
    FOLLOW_UP: "再発防止の実施を記録する",
}
"""What is owed about an incident itself; its name follows."""


def title_of(duty: Duty, shown: str) -> str:
    """Return the title of an obligation about an incident, which is called as `Incident.shown` says."""
    return f"{ABOUT_INCIDENT[duty]}:{shown}"
