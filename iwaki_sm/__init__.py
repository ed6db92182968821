"""The project: settings, URLs, the Celery application with its beat table, the web entry point. Nothing of the domain.

The Celery application is imported here so that tasks sent from the web process find the configured broker.
"""

from iwaki_sm.celery import app as celery_app

__all__ = ["celery_app"]
