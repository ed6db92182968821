"""What every way to run shares: applications, middleware, templates, language, security headers, Celery's habits."""

import os
from datetime import timedelta
from http import HTTPStatus
from logging import LogRecord
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from iwaki_sm.modes import process_name

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(os.environ.get("IWAKI_VAR") or BASE_DIR / "var").resolve()

CITY_NAME = os.environ.get("CITY_NAME") or "いわき市"
CITY_HOSTS: list[str] = (os.environ.get("CITY_HOSTS") or "www.city.iwaki.lg.jp").replace(",", " ").lower().split()
"""Host names of the city homepage, each in full: pages there are recorded and checked (第4-4-(1), ADR 0033)."""
CITY_STAND_IN: list[str] = []
"""A stand-in of the homepage on this machine (`host:port`). Never from the environment; empty in production."""
HOMEPAGE_DIR: Path | None = None
"""Where the demonstration puts the pages of that stand-in."""
DEBUG = False
PUBLIC_BASE_URL: str
"""The address at which people reach the application, for links in mails; without a slash at the end."""
MAIL_DOMAIN: str
"""The part of mail addresses and Message-IDs after the @."""
DEMONSTRATION_SIGN_IN = False
"""Whether the sign-in page lists demonstration people who enter with one click. Never true in production."""

PROJECT_APPS = [
    "dashboard",
    "incidents",
    "approvals",
    "publications",
    "policies",
    "accounts",
    "core.people",
    "core.retention",
    "core.deadlines",
    "core.lifecycle",
    "core.notifications",
    "core.audit",
    "core.rulebook",
    "core.staff",
    "core.ui",
]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "guardian",
    "django_htmx",
    "csp",
    "axes",
    *PROJECT_APPS,
]

MIDDLEWARE = [
    "iwaki_sm.middleware.RequestIdMiddleware",
    # Before everything that may answer by itself, static files and the redirect to HTTPS included.
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "iwaki_sm.middleware.IsolationMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "iwaki_sm.middleware.NoStoreMiddleware",
    "iwaki_sm.middleware.LimitBodyMiddleware",
    "iwaki_sm.middleware.RefuseNulMiddleware",
    # The public side knows no session, no person and no cookie: it answers before they are read.
    "publications.public.middleware.PublicMiddleware",
    # Nor does a calendar program that reads a feed by its secret address.
    "dashboard.calendar.feeds.FeedMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.people.middleware.ActingMiddleware",
    "core.lifecycle.middleware.LifecycleMiddleware",
    "core.people.proving.ProvingMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "iwaki_sm.urls"
WSGI_APPLICATION = "iwaki_sm.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dashboard.context_processors.shell",
            ],
            "builtins": ["core.ui.templatetags.links"],
        },
    },
]

FORM_RENDERER = "core.ui.forms.Renderer"

# Language and time: days are Japan dates, instants are stored in UTC.
LANGUAGE_CODE = "ja"
TIME_ZONE = "Asia/Tokyo"
USE_I18N = True
USE_TZ = True

# People. Authority comes from dated appointments (core.staff), not from Django's groups or superusers.
AUTH_USER_MODEL = "staff.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "core.people.backend.PersonBackend",
    "guardian.backends.ObjectPermissionBackend",
]
ANONYMOUS_USER_NAME = None
LOGIN_URL = "people:signin"
LOGIN_REDIRECT_URL = "dashboard:inbox"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Guessing of passwords (ADR 0019). The rules and their limits stand in core.people.throttle.
AXES_HANDLER = "core.people.throttle.Throttle"
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_FAILURE_LIMIT = 5
AXES_CLIENT_IP_CALLABLE = "core.people.addresses.client_address"
AXES_LOCKOUT_CALLABLE = "core.people.throttle.keep_answer"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
CLIENT_ADDRESS_HEADER = ""
"""The header in which the proxy names the client's address; without one it is the connection's own."""
TRUSTED_PROXIES = 1
"""How many proxies add to that header: counted from its end, that entry is the client's."""
DEVICE_COOKIE_NAME = "device"
DEVICE_COOKIE_AGE = 180 * 24 * 60 * 60
DEVICE_COOKIE_SECURE = False

# Office machines are shared: a session ends with the browser and after a working day at the latest.
SESSION_COOKIE_AGE = 10 * 60 * 60
"""Seconds from the sign-in to the end of a session, whatever is done in it (core.people.sessions)."""
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "iwaki_sm.errors.csrf_failure"

# What a page says once stays on the server: a cookie of its own would lie on a shared machine, without __Host-.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATOMIC_REQUESTS = False

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Uploads leave only through views that authorise and send them as attachments: no MEDIA_URL is ever routed.
MEDIA_ROOT = VAR_DIR / "media"
FILE_UPLOAD_PERMISSIONS = 0o600
LARGEST_BODY = 25 * 1024 * 1024
"""Bytes of a request: well above the largest attachment, so that a file somewhat too large gets its own sentence."""

PROCESS_NAME = process_name(os.environ)
"""Under which this machine's worker and beat show themselves to administrators."""

CELERY_TIMEZONE = TIME_ZONE
CELERY_ENABLE_UTC = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Otherwise worker and beat end when the broker was away for three quarters of an hour.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BEAT_SCHEDULER = "iwaki_sm.beat:Scheduler"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / f"beat-{PROCESS_NAME}")
"""One for each beat: two that write one file find it cut off."""
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]

HEARTBEAT_LIMIT_SECONDS = 30
"""How old the worker's last heartbeat may be before /healthz reports the worker or beat as down."""


def is_no_health_answer(record: LogRecord) -> bool:
    """Keep "unavailable" answers of /healthz, which is asked every few seconds, out of the log."""
    return getattr(record, "status_code", None) != HTTPStatus.SERVICE_UNAVAILABLE


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"not_health": {"()": "django.utils.log.CallbackFilter", "callback": is_no_health_answer}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django.request": {"level": "ERROR", "filters": ["not_health"]},
        "kombu.connection": {"level": "ERROR"},
    },
}
