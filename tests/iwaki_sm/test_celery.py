"""The beat table and the worker's habits."""

from iwaki_sm.celery import BEAT_TABLE, app


def test_beat_table_names_only_tasks_that_exist() -> None:
    app.loader.import_default_modules()
    assert sorted(entry["task"] for entry in BEAT_TABLE.values() if entry["task"] not in app.tasks) == []


def test_tasks_are_acknowledged_late_and_return_after_a_lost_worker() -> None:
    habits = app.conf
    assert (habits.task_acks_late, habits.task_reject_on_worker_lost, habits.worker_prefetch_multiplier) == (
        True,
        True,
        1,
    )


def test_worker_and_beat_wait_for_their_broker_however_long_it_is_away() -> None:
    assert app.conf.broker_connection_max_retries is None


def test_clock_of_beat_is_japans() -> None:
    assert app.conf.timezone == "Asia/Tokyo"
