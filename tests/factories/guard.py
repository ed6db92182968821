"""The guard against transitions past `core.lifecycle`, for tests only: production has no signal receivers."""

from typing import Any

from django_fsm.signals import pre_transition

from core.records import is_writing


class TransitionOutsideActError(AssertionError):
    """A transition method was called where no act is under way."""


def connect_transition_guard() -> None:
    """Make every transition outside of an act fail from now on; connecting twice changes nothing.

    Raises (from the transition, before its method runs):
        TransitionOutsideActError: when no act is under way.
    """
    pre_transition.connect(_refuse_outside_act, dispatch_uid="transition-guard")


def _refuse_outside_act(sender: type, name: str, **kwargs: Any) -> None:
    if not is_writing():
        raise TransitionOutsideActError(f"{sender.__name__}.{name} ran outside of core.lifecycle")
