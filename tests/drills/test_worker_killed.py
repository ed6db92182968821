"""The worker killed with -9 in the middle of a mail, and the broker emptied in mid-run: everything is told anyway."""

import time
from typing import Any

import pytest

from tests.drills.conftest import FINDINGS, Patient
from tests.services.drills import Report, size
from tests.services.smtp import Fault, Stage

pytestmark = [pytest.mark.drill, pytest.mark.broker, pytest.mark.slow]
AREA = "Delivery"
MAILS = size(10, 100)
PATIENCE_SECONDS = 150.0


def queue(patient: Patient, name: str, count: int) -> list[str]:
    """Write messages with their mails, as an act does, without waking the worker; return their keys."""
    keys: list[str] = patient.copy.ask(FINDINGS, "queue", told=[f"{name}:{number}" for number in range(count)])
    return keys


def told(patient: Patient, name: str) -> dict[str, Any]:
    """Return what the database says of messages and mails of this name."""
    found: dict[str, Any] = patient.copy.ask(FINDINGS, "told", told=name)
    return found


def shown(patient: Patient, name: str) -> list[str]:
    """Return the subjects that the mailbox shows of this name."""
    return sorted(str(letter["Subject"]) for letter in patient.mails.shown().values() if name in str(letter["Subject"]))


def wait_until(patient: Patient, name: str, count: int) -> None:
    """Wait until the mailbox shows so many mails of this name, and they are marked as sent."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        if len(shown(patient, name)) >= count and set(told(patient, name)["mails"].values()) == {"sent"}:
            return
        time.sleep(0.5)


@pytest.mark.parametrize("stage", [Stage.RCPT, Stage.ACCEPTED], ids=lambda stage: f"in-{stage.value}")
def test_worker_killed_while_a_mail_is_under_way_sends_it_once_started_again(
    patient: Patient, report: Report, stage: Stage
) -> None:
    name, seen = f"kill-{stage.value}", patient.mails.connections
    patient.mails.plan.append(Fault(stage, stall=True))
    keys = queue(patient, name, 3)
    until = time.monotonic() + PATIENCE_SECONDS
    while patient.mails.connections == seen and time.monotonic() < until:
        time.sleep(0.05)
    patient.copy.kill("worker")
    killed_with = told(patient, name)["mails"]

    patient.copy.start("worker")
    patient.copy.ask(FINDINGS, "let_claims_run_out")
    wait_until(patient, name, len(keys))

    assert set(killed_with.values()) >= {"queued"}
    missing = len(keys) - len(shown(patient, name))
    assert told(patient, name)["mails"] == dict.fromkeys(keys, "sent")
    outcome = "all told once the worker was back, each mail shown once"
    report(AREA, f"worker killed with -9 in a mail, {stage.value}", tried=len(keys), outcome=outcome, lost=missing)


def test_broker_emptied_in_mid_run_tells_everything_all_the_same(patient: Patient, report: Report) -> None:
    name, keys = "flush", []
    for part in range(2):
        keys += queue(patient, f"{name}-{part}", MAILS // 2)
        patient.copy.ask(FINDINGS, "wake")
        patient.empty_broker()
    wait_until(patient, name, len(keys))

    missing = len(keys) - len(shown(patient, name))
    assert told(patient, name)["mails"] == dict.fromkeys(keys, "sent")
    assert len(told(patient, name)["messages"]) == len(keys)
    outcome = "the next runs found everything in the database"
    report(AREA, "broker emptied in mid-run", tried=len(keys), outcome=outcome, lost=missing)
