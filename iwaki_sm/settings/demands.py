"""What production demands of its environment, each demand with the sentence that says how to meet it."""

import re
from collections.abc import Callable, Mapping

from django.core.exceptions import ImproperlyConfigured

Environ = Mapping[str, str]

SECRET_LENGTH = 50
SECRET_VARIETY = 10
KNOWN_SECRETS = ("django-insecure", "test-only", "changeme", "change-me", "secret", "default")
CITY_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")
OFF = ("", "0", "false", "no", "off")


def _on(environ: Environ, name: str) -> bool:
    return environ.get(name, "").strip().lower() not in OFF


def _weak_secret(environ: Environ) -> bool:
    secret = environ.get("SECRET_KEY", "")
    known = secret.lower().startswith(KNOWN_SECRETS)
    return known or len(secret) < SECRET_LENGTH or len(set(secret)) < SECRET_VARIETY


def _not_postgresql(environ: Environ) -> bool:
    return not environ.get("DATABASE_URL", "").startswith(("postgresql://", "postgres://"))


def _any_host(environ: Environ) -> bool:
    hosts = environ.get("ALLOWED_HOSTS", "").replace(",", " ").split()
    return not hosts or "*" in hosts


def _not_redis(environ: Environ) -> bool:
    return not environ.get("REDIS_URL", "").startswith(("redis://", "rediss://", "unix://"))


def _no_mail_host(environ: Environ) -> bool:
    return not (environ.get("EMAIL_URL", "").startswith("smtp") or environ.get("EMAIL_HOST"))


def _no_count(environ: Environ) -> bool:
    count = environ.get("TRUSTED_PROXIES", "1")
    return not (count.isascii() and count.isdigit() and int(count) > 0)


def _odd_city_host(environ: Environ) -> bool:
    """Tell of a host that is no whole name with letters at its end: a wildcard, a number, a place with a port."""
    hosts = environ.get("CITY_HOSTS", "").replace(",", " ").lower().split()
    return not all(CITY_HOST.fullmatch(host) for host in hosts)


DEMANDS: tuple[tuple[Callable[[Environ], bool], str], ...] = (
    (lambda env: _on(env, "DEBUG"), "Production never runs with DEBUG: remove it from the environment."),
    (
        lambda env: _on(env, "DEMONSTRATION_SIGN_IN"),
        "Production never offers the demonstration sign-in: remove DEMONSTRATION_SIGN_IN from the environment.",
    ),
    (
        _weak_secret,
        f"SECRET_KEY is missing, too short or a known default: set {SECRET_LENGTH} or more random characters.",
    ),
    (_not_postgresql, "DATABASE_URL must name a PostgreSQL database: postgresql://user:password@host/name."),
    (_any_host, "ALLOWED_HOSTS must list the host names of this installation, separated by commas, without *."),
    (_not_redis, "REDIS_URL must name the message broker: redis://host:6379/0."),
    (_no_mail_host, "EMAIL_URL (smtp+tls://user:password@host:587) or EMAIL_HOST must name the mail server."),
    (lambda env: "@" not in env.get("DEFAULT_FROM_EMAIL", ""), "DEFAULT_FROM_EMAIL must be the sender's address."),
    (_odd_city_host, "CITY_HOSTS must list the host names of the homepage in full: www.city.example.lg.jp."),
    (_no_count, "TRUSTED_PROXIES must be the number of proxies that add to CLIENT_ADDRESS_HEADER, 1 or more."),
)


def refuse_unsafe(environ: Environ) -> None:
    """Raise ImproperlyConfigured with the sentence of the first demand that `environ` does not meet."""
    for unmet, sentence in DEMANDS:
        if unmet(environ):
            raise ImproperlyConfigured(sentence)
