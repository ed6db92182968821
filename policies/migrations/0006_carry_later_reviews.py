"""Carries the one later review that a version kept over into a record of its own, with the obligation that waits.

By itself, between the new table and the end of the old columns: PostgreSQL alters no table whose rows wait for a check.
"""

from typing import Any

from django.db import migrations

from core.periods.clock import japan_date, now
from core.reviews.carrying import Carrying, Done, done_for

WORDS = {"give_back": "差し戻す", "settle": "決定する", "keep": "変更なしとして記録する"}
UNTOLD = "代決"
"""What a deputy did, where the trail does not tell."""
RULE = "policies.later_review"


def carry(apps: Any, schema_editor: Any) -> None:
    """Make a review of each version that has one; answers stay answered, what waits goes on waiting."""
    policies, reviews = apps.get_model("policies", "MediaPolicy"), apps.get_model("policies", "PolicyReview")
    carrying = Carrying(apps, reviews, "メディアポリシーの後閲が必要になった", now())
    for policy in policies._base_manager.exclude(later_review="").order_by("pk").iterator():
        told = done_for(policy.deputy_for_id, f"policies.mediapolicy:{policy.pk}", WORDS)
        day = policy.reviewed_on or policy.decided_on or japan_date(carrying.at)
        done = told or Done(policy.deputy_id, UNTOLD, day)
        answer = {"state": policy.later_review, "note": policy.later_note}
        carrying.carry(policy.deputy_for_id, done, _waiting(apps, policy), policy=policy, **answer)
        carrying.acted_on(policy.account_id)


def _waiting(apps: Any, policy: Any) -> Any:
    """Return the obligation that waits for the answer, or None: one for a version, named by its number."""
    about = {"rule": RULE, "about": f"accounts.account:{policy.account_id}", "state": "open"}
    found = apps.get_model("deadlines", "Obligation")._base_manager.filter(**about, debtor_person=policy.deputy_for_id)
    return found.filter(occurrence__startswith=f"{policy.number}.").first()


class Migration(migrations.Migration):
    dependencies = [
        ("policies", "0005_policy_review"),
        ("accounts", "0012_account_closing"),
        ("audit", "0005_states_reached"),
        ("deadlines", "0006_calendar"),
        ("staff", "0004_unit_site"),
    ]

    operations = [migrations.RunPython(carry, migrations.RunPython.noop)]
