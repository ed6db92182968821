"""The embedded run: everything in one folder, no other server, demonstration people. For trying out and developing.

Reachable from this machine only, because anybody may sign in as anybody.
"""

import os

from django.core.exceptions import ImproperlyConfigured

from iwaki_sm.settings import parts
from iwaki_sm.settings.base import *
from iwaki_sm.settings.secret import kept_secret

if os.environ.get("DATABASE_URL"):
    raise ImproperlyConfigured("The embedded run keeps its data in its own folder: remove DATABASE_URL.")

VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
SECRET_KEY = kept_secret(VAR_DIR / "secret-key")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
DEMONSTRATION_SIGN_IN = True
CITY_HOSTS = []
CITY_STAND_IN = [f"127.0.0.1:{os.environ.get('CITY_STAND_IN_PORT') or 8001}"]
HOMEPAGE_DIR = VAR_DIR / "homepage"
PUBLIC_BASE_URL = f"http://127.0.0.1:{os.environ.get('PORT') or 8000}"

INSTALLED_APPS = [*INSTALLED_APPS, "bench"]
DATABASES = {"default": parts.sqlite(VAR_DIR / "iwaki.sqlite3")}
globals().update(parts.filesystem_broker(VAR_DIR / "broker"))

MAIL_DOMAIN = "localhost"
DEFAULT_FROM_EMAIL = f"iwaki-sm@{MAIL_DOMAIN}"
EMAIL_BACKEND = "core.notifications.file_backend.FileBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
