"""Production: PostgreSQL, Redis and SMTP named by the environment; does not start on anything unsafe or missing."""

import os

from iwaki_sm.settings import parts
from iwaki_sm.settings.base import *
from iwaki_sm.settings.demands import refuse_unsafe

refuse_unsafe(os.environ)

SECRET_KEY = os.environ["SECRET_KEY"]
SECRET_KEY_FALLBACKS = parts.words(os.environ.get("SECRET_KEY_FALLBACKS", ""))
ALLOWED_HOSTS = parts.words(os.environ["ALLOWED_HOSTS"])
PUBLIC_BASE_URL = (os.environ.get("PUBLIC_BASE_URL") or f"https://{ALLOWED_HOSTS[0].lstrip('.')}").rstrip("/")
CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS]

DATABASES = {"default": parts.postgresql(os.environ["DATABASE_URL"])}
globals().update(parts.redis_broker(os.environ["REDIS_URL"]))

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_TIMEOUT = 20
globals().update(parts.smtp(os.environ))
DEFAULT_FROM_EMAIL = os.environ["DEFAULT_FROM_EMAIL"]
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAIL_DOMAIN = DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip("> ")

STATIC_ROOT = parts.folder(os.environ, "STATIC_ROOT", STATIC_ROOT)
MEDIA_ROOT = parts.folder(os.environ, "MEDIA_ROOT", MEDIA_ROOT)

SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
DEVICE_COOKIE_NAME = "__Host-device"
DEVICE_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
if os.environ.get("BEHIND_TLS_PROXY") == "1":
    # Only where the proxy sets the header itself: otherwise any client could claim to have come by HTTPS.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CLIENT_ADDRESS_HEADER = os.environ.get("CLIENT_ADDRESS_HEADER", "").strip()
TRUSTED_PROXIES = int(os.environ.get("TRUSTED_PROXIES", "1"))
