"""Choices of units and people, told apart where names repeat."""

from django import forms

from core.staff.models import Person, Unit


class UnitChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """A unit with the units above it: several departments have a 総務係."""

    def label_from_instance(self, obj: Unit) -> str:
        """Return the name in full; the queryset selects the parents."""
        return obj.full_name


class PersonChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """A person with the staff number: names repeat."""

    def label_from_instance(self, obj: Person) -> str:
        """Return name and number."""
        return f"{obj.name}({obj.staff_number})"
