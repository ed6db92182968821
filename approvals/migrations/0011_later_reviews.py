"""Later reviews are of one form; what waited on a notice since before there were records of them gets its own.

Until 0009 a notice kept the one later review itself, and its obligation was about the notice: nothing could end it any
more. It says who owes the answer, and the trail who did what in that name.
"""

from typing import Any

from django.db import migrations, models

from core.periods.clock import now
from core.reviews.carrying import Carrying, done_for

WORDS = {
    "give_back": "差し戻す",
    "settle": "決定する",
    "reschedule": "期日を変える",
    "redate": "周知の日を直す",
    "deviate": "逸脱として記録する",
    "cancel": "中止する",
}
ABOUT = "approvals.changenotice:"


def carry(apps: Any, schema_editor: Any) -> None:
    """Make a review of what waits; where the trail does not tell what for, the obligation is left as it is."""
    notices, reviews = apps.get_model("approvals", "ChangeNotice"), apps.get_model("approvals", "NoticeReview")
    obligations = apps.get_model("deadlines", "Obligation")
    carrying = Carrying(apps, reviews, "後閲が必要になった", now())
    asked = {"rule": "approvals.notice_later_review", "about__startswith": ABOUT, "state": "open"}
    for duty in obligations._base_manager.filter(**asked).order_by("pk"):
        done = done_for(duty.debtor_person_id, duty.about, WORDS)
        notice = notices._base_manager.filter(pk=int(duty.about.removeprefix(ABOUT))).first()
        if done is not None and notice is not None:
            carrying.carry(duty.debtor_person_id, done, duty, notice=notice)
            carrying.acted_on(notice.account_id)


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0010_hand_over_review"),
        ("accounts", "0012_account_closing"),
        ("audit", "0005_states_reached"),
        ("deadlines", "0006_calendar"),
        ("staff", "0004_unit_site"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="laterreview",
            name="review_state_known",
        ),
        migrations.RemoveConstraint(
            model_name="laterreview",
            name="review_principal_differs_from_deputy",
        ),
        migrations.RemoveConstraint(
            model_name="laterreview",
            name="review_objected_with_note",
        ),
        migrations.AddConstraint(
            model_name="laterreview",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["awaiting", "reviewed", "objected"])), name="laterreview_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="laterreview",
            constraint=models.CheckConstraint(
                condition=models.Q(("principal", models.F("deputy")), _negated=True),
                name="laterreview_principal_differs_from_deputy",
            ),
        ),
        migrations.AddConstraint(
            model_name="laterreview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "objected"), _negated=True),
                    models.Q(("note", ""), _negated=True),
                    _connector="OR",
                ),
                name="laterreview_objected_with_note",
            ),
        ),
        migrations.RunPython(carry, migrations.RunPython.noop),
    ]
