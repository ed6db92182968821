"""Which settings the environment asks for, and under which name."""

import socket

import pytest

from iwaki_sm.modes import process_name, settings_module


@pytest.mark.parametrize(
    ("environ", "module"),
    [
        ({}, "iwaki_sm.settings.embedded"),
        ({"IWAKI_MODE": ""}, "iwaki_sm.settings.embedded"),
        ({"DATABASE_URL": "postgresql://h/n"}, "iwaki_sm.settings.production"),
        ({"DATABASE_URL": "postgresql://h/n", "IWAKI_MODE": "test"}, "iwaki_sm.settings.test"),
        ({"IWAKI_MODE": "production"}, "iwaki_sm.settings.production"),
    ],
)
def test_settings_module_by_environment(environ: dict[str, str], module: str) -> None:
    assert settings_module(environ) == module


def test_settings_module_with_an_unknown_mode_ends_with_one_sentence() -> None:
    with pytest.raises(SystemExit) as end:
        settings_module({"IWAKI_MODE": "prod"})
    assert end.value.code == "IWAKI_MODE must be one of embedded, production, test, not 'prod'."


@pytest.mark.parametrize(
    ("environ", "name"),
    [
        ({"PROCESS_NAME": "kumo"}, "kumo"),
        ({"PROCESS_NAME": "k" * 40}, "k" * 30),
        ({"PROCESS_NAME": "a/b c"}, "a-b-c"),
        ({}, socket.gethostname()[:30]),
    ],
)
def test_process_is_named_by_the_environment_or_by_its_machine(environ: dict[str, str], name: str) -> None:
    assert process_name(environ) == name
