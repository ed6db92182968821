"""State diagrams in Mermaid, drawn from the machines themselves, so that they can not go stale unseen."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps

from core.records import Record
from core.state_field import StateField


def machines() -> Iterator[tuple[type[Record], StateField]]:
    """Yield every record that has states, with its state field, by app and name."""
    models = sorted(apps.get_models(), key=lambda model: model._meta.label_lower)
    for model in models:
        if issubclass(model, Record):
            yield from ((model, field) for field in model._meta.concrete_fields if isinstance(field, StateField))


def diagram(model: type[Record], field: StateField) -> str:
    """Return a Markdown page: a diagram, and a table of the transitions."""
    labels: dict[str, str] = {str(value): str(label) for value, label in field.choices or ()}
    arrows = sorted(_arrows(model, field, labels))
    ends = [state for state in labels if all(source != state or target == state for source, target, _, _ in arrows)]
    lines = [
        f"# {model._meta.label} ({model._meta.verbose_name})",
        "",
        "Drawn by `manage.py state_diagrams`; do not edit.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        *(f'    state "{label} ({state})" as {state}' for state, label in labels.items()),
        f"    [*] --> {field.default}",
        *(f"    {source} --> {target}: {name}" for source, target, name, _ in arrows),
        *(f"    {state} --> [*]" for state in ends),
        "```",
        "",
        "| from | transition | to | what |",
        "|---|---|---|---|",
        *(f"| {labels[source]} | `{name}` | {labels[target]} | {what} |" for source, target, name, what in arrows),
        "",
    ]
    return "\n".join(lines)


def _arrows(model: type[Record], field: StateField, states: Iterable[str]) -> Iterator[tuple[str, str, str, str]]:
    """Yield source, target, name and words; what goes from every state, and leaves it, is drawn at each."""
    transitions: Any = getattr(model, f"get_all_{field.name}_transitions")
    for transition in transitions(model()):
        what = (transition.method.__doc__ or "").strip().splitlines()[0]
        for source in states if transition.source == "*" else [str(transition.source)]:
            yield source, str(transition.target or source), transition.name, what


def pages() -> dict[str, str]:
    """Return every diagram page by file name."""
    return {f"{model._meta.label_lower.replace('.', '-')}.md": diagram(model, field) for model, field in machines()}
