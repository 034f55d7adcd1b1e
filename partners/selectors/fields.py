"""The present values of columns, for forms: each language of a translated text apart."""

from typing import Any

from django.db.models import Model

from kernel import languages


def of(obj: Model, *fields: str) -> dict[str, Any]:
    """Column to value."""
    out: dict[str, Any] = {}
    for field in fields:
        columns = languages.columns(field)
        for column in columns if hasattr(obj, columns[0]) else (field,):
            out[column] = getattr(obj, column)
    return out
