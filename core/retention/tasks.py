"""The worker's side of disposal."""

from celery import shared_task

from core.retention.files import remove_pending


@shared_task(ignore_result=True)
def remove_files() -> None:
    """Remove the files of disposed records."""
    remove_pending()
