"""Relations walk down the staircase too: an import linter does not see a foreign key named by a string."""

from django.apps import apps
from django.conf import settings

ORDER = {app: height for height, app in enumerate(settings.FIRST_PARTY_APPS)}


def upward() -> list[str]:
    """Every relation of ours that points to a higher floor; the person is the one exception."""
    found = []
    for model in apps.get_models():
        app = model._meta.app_label
        if app not in ORDER:
            continue
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if not field.is_relation or field.auto_created or not target or isinstance(target, str):
                continue
            if target._meta.label == settings.AUTH_USER_MODEL or target._meta.app_label not in ORDER:
                continue
            if ORDER[target._meta.app_label] > ORDER[app]:
                found.append(f"{model._meta.label}.{field.name} -> {target._meta.label}")
    return found


def test_no_relation_points_up():
    assert upward() == []


def test_the_walk_sees_the_allowed_exception():
    entry = apps.get_model("audit", "Entry")._meta.get_field("by")
    assert entry.related_model._meta.label == settings.AUTH_USER_MODEL
    assert ORDER["accounts"] > ORDER["audit"]
