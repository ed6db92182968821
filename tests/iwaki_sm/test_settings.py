"""Production refuses to start on anything unsafe or missing; the embedded run keeps its own secret."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from iwaki_sm.settings import parts
from iwaki_sm.settings.demands import refuse_unsafe
from iwaki_sm.settings.secret import kept_secret
from scripts.bootstrap import ROOT
from scripts.check import PRODUCTION


def test_production_with_everything_set_is_accepted() -> None:
    refuse_unsafe(PRODUCTION)


@pytest.mark.parametrize(
    ("name", "value", "beginning"),
    [
        ("SECRET_KEY", "", "SECRET_KEY is missing"),
        ("SECRET_KEY", "short", "SECRET_KEY is missing"),
        ("SECRET_KEY", "a" * 80, "SECRET_KEY is missing"),
        ("SECRET_KEY", "test-only-" + "0123456789abcdef" * 4, "SECRET_KEY is missing"),
        ("SECRET_KEY", "django-insecure-" + "0123456789abcdef" * 4, "SECRET_KEY is missing"),
        ("DEBUG", "1", "Production never runs with DEBUG"),
        ("DEBUG", "True", "Production never runs with DEBUG"),
        ("DEMONSTRATION_SIGN_IN", "yes", "Production never offers the demonstration sign-in"),
        ("ALLOWED_HOSTS", "", "ALLOWED_HOSTS must list"),
        ("ALLOWED_HOSTS", "a.example.jp, *", "ALLOWED_HOSTS must list"),
        ("DATABASE_URL", "", "DATABASE_URL must name"),
        ("DATABASE_URL", "sqlite:///x.db", "DATABASE_URL must name"),
        ("REDIS_URL", "", "REDIS_URL must name"),
        ("EMAIL_URL", "", "EMAIL_URL "),
        ("EMAIL_URL", "filemail:///var/mail", "EMAIL_URL "),
        ("DEFAULT_FROM_EMAIL", "", "DEFAULT_FROM_EMAIL must be"),
        ("CITY_HOSTS", "*.city.example.lg.jp", "CITY_HOSTS must list"),
        ("CITY_HOSTS", "www.city.example.lg.jp, 10.0.0.1", "CITY_HOSTS must list"),
        ("CITY_HOSTS", "localhost", "CITY_HOSTS must list"),
        ("CITY_HOSTS", "www.city.example.lg.jp:8080", "CITY_HOSTS must list"),
        ("TRUSTED_PROXIES", "0", "TRUSTED_PROXIES must be"),
        ("TRUSTED_PROXIES", "two", "TRUSTED_PROXIES must be"),
    ],
)
def test_production_with_an_unsafe_environment_is_refused(name: str, value: str, beginning: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        refuse_unsafe({**PRODUCTION, name: value})
    sentence = str(refusal.value)
    assert sentence.startswith(beginning)
    assert sentence.count("\n") == 0


def test_production_that_is_refused_ends_the_command_with_the_sentence(tmp_path: Path) -> None:
    environ = {**os.environ, **PRODUCTION, "SECRET_KEY": "short", "IWAKI_VAR": str(tmp_path)}
    environ.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "manage.py", "check"]
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert done.stderr.splitlines()[-1].endswith("set 50 or more random characters.")


def test_embedded_run_with_a_database_url_is_refused(tmp_path: Path) -> None:
    environ = {**os.environ, "IWAKI_MODE": "embedded", "DATABASE_URL": "postgresql://h/n", "IWAKI_VAR": str(tmp_path)}
    environ.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "manage.py", "check"]
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1].endswith("remove DATABASE_URL.")


def test_secret_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "secret-key"
    secret = kept_secret(path)
    assert kept_secret(path) == secret
    assert len(secret) >= 64
    assert path.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["secret-key"]


def test_postgresql_address_with_password_and_port() -> None:
    database = parts.postgresql("postgresql://web:p%40ss@db.example.jp:6543/iwaki")
    wanted = {"USER": "web", "PASSWORD": "p@ss", "HOST": "db.example.jp", "PORT": 6543, "NAME": "iwaki"}
    assert {key: database[key] for key in wanted} == wanted
    assert database["CONN_HEALTH_CHECKS"] is True


@pytest.mark.parametrize(
    ("query", "options"),
    [
        ("", {"options": "-c jit=off -c random_page_cost=1.1"}),
        ("?sslmode=require", {"sslmode": "require", "options": "-c jit=off -c random_page_cost=1.1"}),
        ("?options=-c%20jit%3Don", {"options": "-c jit=off -c random_page_cost=1.1 -c jit=on"}),
    ],
)
def test_postgresql_compiles_nothing_unless_the_address_says_so(query: str, options: dict[str, str]) -> None:
    assert parts.postgresql(f"postgresql://web@db.example.jp/iwaki{query}")["OPTIONS"] == options


@pytest.mark.django_db
def test_connection_compiles_nothing() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW jit")
            assert cursor.fetchone() == ("off",)


def test_mail_server_without_an_address_uses_starttls() -> None:
    assert parts.smtp({"EMAIL_HOST": "mail.example.jp"}) == {
        "EMAIL_HOST": "mail.example.jp",
        "EMAIL_PORT": 587,
        "EMAIL_HOST_USER": "",
        "EMAIL_HOST_PASSWORD": "",
        "EMAIL_USE_TLS": True,
    }
