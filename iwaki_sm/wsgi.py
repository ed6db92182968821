"""The web entry point for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

from iwaki_sm.modes import settings_module

os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings_module(os.environ))

application = get_wsgi_application()
