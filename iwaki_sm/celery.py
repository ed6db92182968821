"""The Celery application and the beat table: what the clock starts, in Japan time.

Tasks are idempotent over database rows, carry ids only and never wait for an ETA; a lost task is found again by the
next run of the same entry.
"""

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab

from iwaki_sm.modes import process_name, settings_module

BEAT_TABLE: dict[str, dict[str, Any]] = {
    "sweep": {"task": "core.deadlines.tasks.sweep", "schedule": 600.0, "options": {"expires": 600}},
    "weekly": {"task": "core.deadlines.tasks.tell_weeks", "schedule": crontab(hour="7-18", minute=10)},
    "outbox": {"task": "core.notifications.tasks.send_outbox", "schedule": 20.0, "options": {"expires": 60}},
    "heartbeat": {
        "task": "core.notifications.tasks.heartbeat",
        "schedule": 5.0,
        "args": [process_name(os.environ)],
        "options": {"expires": 30},
    },
    "seal": {"task": "core.lifecycle.tasks.seal_audit", "schedule": crontab(minute=0), "options": {"expires": 3600}},
    "verify": {"task": "core.lifecycle.tasks.verify_audit", "schedule": crontab(hour=3, minute=20)},
    "evidence": {"task": "dashboard.tasks.check_evidence", "schedule": crontab(hour=4, minute=10)},
    "signins": {"task": "core.people.tasks.clear_sign_ins", "schedule": crontab(hour=4, minute=45)},
    "removals": {"task": "core.retention.tasks.remove_files", "schedule": crontab(minute=20)},
    "grants": {"task": "accounts.tasks.reconcile_grants", "schedule": crontab(hour=5, minute=30)},
    "reviews": {"task": "policies.tasks.carry_reviews", "schedule": 300.0, "options": {"expires": 300}},
    "successors": {"task": "approvals.tasks.follow_units", "schedule": 600.0, "options": {"expires": 600}},
    "incidents": {"task": "incidents.tasks.watch_incidents", "schedule": 60.0, "options": {"expires": 60}},
    "pages": {"task": "publications.tasks.check_pages", "schedule": 60.0, "options": {"expires": 60}},
    "index": {"task": "accounts.tasks.check_index", "schedule": crontab(hour=5, minute=50)},
}

os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings_module(os.environ))

app = Celery("iwaki_sm")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = BEAT_TABLE
app.autodiscover_tasks()
