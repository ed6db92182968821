"""The tests: the embedded run's parts, or the servers named by `DATABASE_URL` and `REDIS_URL`, with a known secret.

It answers on this machine's names only, so a production machine can not be opened with it by mistake.
"""

import os
import tempfile
from pathlib import Path

from iwaki_sm.settings import parts
from iwaki_sm.settings.base import *

SECRET_KEY = "test-only-" + "0" * 50
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
DEMONSTRATION_SIGN_IN = True
PUBLIC_BASE_URL = "http://testserver"

VAR_DIR = Path(os.environ.get("IWAKI_VAR") or Path(tempfile.gettempdir(), f"iwaki-test-{os.getuid()}"))
VAR_DIR.mkdir(parents=True, exist_ok=True)
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = VAR_DIR / "media"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / f"beat-{PROCESS_NAME}")

if "IWAKI_VAR" in os.environ:
    # Running copies look at pages by themselves: at those of a stand-in, never at the city's.
    CITY_HOSTS = []
    CITY_STAND_IN = [f"127.0.0.1:{os.environ.get('CITY_STAND_IN_PORT') or 9}"]
    HOMEPAGE_DIR = VAR_DIR / "homepage"

DATABASE_URL = os.environ.get("DATABASE_URL")
# The SQLite test database is a file: threads and processes share it, as they do in the embedded run.
SQLITE = parts.sqlite(VAR_DIR / "iwaki.sqlite3") | {"TEST": {"NAME": str(VAR_DIR / f"test-{os.getpid()}.sqlite3")}}
DATABASES = {"default": parts.postgresql(DATABASE_URL) if DATABASE_URL else SQLITE}
REDIS_URL = os.environ.get("REDIS_URL")
if "IWAKI_VAR" not in os.environ:
    # pytest itself: what it wakes has no worker. Running copies have a folder of their own, and a real broker.
    CELERY_BROKER_URL = "memory://"
elif REDIS_URL:
    globals().update(parts.redis_broker(REDIS_URL))
else:
    globals().update(parts.filesystem_broker(VAR_DIR / "broker"))

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]
STORAGES |= {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

INSTALLED_APPS = [*INSTALLED_APPS, "bench"]

MAIL_DOMAIN = "localhost"
DEFAULT_FROM_EMAIL = f"iwaki-sm@{MAIL_DOMAIN}"
EMAIL_BACKEND = "core.notifications.file_backend.FileBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
if os.environ.get("EMAIL_URL"):
    # A running copy that is to speak SMTP, to a server of the tests.
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_TIMEOUT = 2
    globals().update(parts.smtp(os.environ))
