"""Takes the one later review off the versions: each act of a deputy has its own record."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("policies", "0006_carry_later_reviews")]

    operations = [
        migrations.RemoveConstraint("mediapolicy", "policy_later_review_of_a_deputy"),
        migrations.RemoveConstraint("mediapolicy", "policy_objected_with_note"),
        migrations.RemoveField("mediapolicy", "deputy"),
        migrations.RemoveField("mediapolicy", "deputy_for"),
        migrations.RemoveField("mediapolicy", "later_note"),
        migrations.RemoveField("mediapolicy", "later_review"),
    ]
