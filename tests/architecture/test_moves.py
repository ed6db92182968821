"""Every transition of every record has its one Move, and every Move has its words."""

import sys
from collections import Counter
from pathlib import Path

from django.apps import apps
from django.db.migrations.loader import MigrationLoader
from django_fsm import FSMField

from core.records import Record
from core.state_field import StateField
from tests.architecture.moves import moves, records, transitions_of

TONES = {"run", "ok", "warn", "stop", "end", "wait"}
RECORDS = {
    "accounts.account",
    "approvals.changenotice",
    "approvals.consultation",
    "approvals.filing",
    "approvals.handover",
    "approvals.handoverreview",
    "approvals.laterreview",
    "approvals.noticereview",
    "approvals.request",
    "approvals.step",
    "deadlines.calendarfeed",
    "deadlines.obligation",
    "incidents.incident",
    "incidents.statement",
    "incidents.task",
    "policies.mediapolicy",
    "policies.policyreview",
    "policies.reviewcall",
    "publications.imitation",
    "publications.publication",
    "retention.disposal",
    "rulebook.version",
    "staff.appointment",
    "staff.deputyship",
    "staff.passwordissue",
}


def test_the_records_with_states_are_the_known_ones() -> None:
    assert {model._meta.label_lower for model in records()} == RECORDS


def test_each_transition_has_exactly_one_move() -> None:
    """A transition that two models inherit (confirming an entry) has one move for each of them."""
    asked = Counter(transition for model in records() for transition in transitions_of(model).values())
    given = Counter(move.transition for move in moves())
    assert {t.__qualname__: n for t, n in given.items()} == {t.__qualname__: n for t, n in asked.items()}


def test_each_move_has_words_for_button_and_history() -> None:
    assert [move.name for move in moves() if not (move.label.strip() and move.past.strip())] == []


def test_each_move_has_a_known_tone() -> None:
    assert {move.name: move.tone for move in moves() if move.tone not in TONES} == {}


def test_moves_of_one_record_have_histories_of_their_own() -> None:
    for model in records():
        own = set(transitions_of(model).values())
        past = Counter(move.past for move in set(moves()) if move.transition in own)
        assert [words for words, number in past.items() if number > 1] == []


def test_facts_taken_are_facts_the_transition_knows() -> None:
    for move in moves():
        names = set(getattr(move.transition, "__wrapped__", move.transition).__code__.co_varnames)
        flags = getattr(move.transition, "__wrapped__", move.transition).__code__.co_flags
        accepts_any = bool(flags & 0x08)
        assert accepts_any or set(move.takes) <= names, move.name


def test_every_state_is_a_protected_machine() -> None:
    states = {
        model._meta.label_lower: field.protected
        for model in records()
        for field in model._meta.concrete_fields
        if isinstance(field, StateField)
    }
    assert states == dict.fromkeys(RECORDS, True)


def test_records_with_a_state_field_have_transitions() -> None:
    models = {model for model in apps.get_models() if issubclass(model, Record)}
    machines = {model for model in models if any(isinstance(f, StateField) for f in model._meta.concrete_fields)}
    assert machines == set(records())


def test_the_history_of_the_schema_knows_no_state_machine() -> None:
    loader = MigrationLoader(None)
    files = {Path(str(sys.modules[one.__module__].__file__)) for one in loader.disk_migrations.values()}
    assert [file for file in files if "django_fsm" in file.read_text(encoding="utf-8")] == []
    fields = [item for model in loader.project_state().models.values() for item in model.fields.items()]
    assert [name for name, field in fields if isinstance(field, FSMField)] == []
    assert "state" in dict(fields)
