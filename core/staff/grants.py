"""Object permissions: the only module that calls django-guardian.

Guardian answers for inactive people too, so every read here filters them. The base of the
direct grant tables is re-exported for the apps that own such a table.
"""

from django.db import models
from guardian.models import UserObjectPermissionBase
from guardian.shortcuts import assign_perm, get_objects_for_user, remove_perm

from core.staff.models import Person

__all__ = ["UserObjectPermissionBase", "grant", "granted_objects", "holds", "revoke"]


def grant(permission: str, person: Person, record: models.Model) -> None:
    """Give a person a permission on a record; giving it twice changes nothing."""
    assign_perm(permission, person, record)


def revoke(permission: str, person: Person, record: models.Model) -> None:
    """Take a permission on a record from a person; taking it twice changes nothing."""
    remove_perm(permission, person, record)


def holds(permission: str, person: Person, record: models.Model) -> bool:
    """Tell whether an active person has a permission on a record."""
    return person.is_active and granted_objects(permission, person, type(record)).filter(pk=record.pk).exists()


def granted_objects(permission: str, person: Person, model: type[models.Model]) -> models.QuerySet[models.Model]:
    """Return the records on which an active person has a permission."""
    if not person.is_active:
        return model._default_manager.none()
    found: models.QuerySet[models.Model] = get_objects_for_user(
        person, permission, klass=model, with_superuser=False, use_groups=False, accept_global_perms=False
    )
    return found
