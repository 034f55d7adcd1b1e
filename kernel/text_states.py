"""How far a governed text is in each language: missing, draft, approved. An edit puts the others back to draft.

A model keeps one such state beside a translated text, itself a translated column (`text_state_he`, `text_state_en`).
"""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kernel import languages


class TextState(models.TextChoices):
    """The state of one text in one language."""

    MISSING = "missing", _("Missing")
    DRAFT = "draft", _("Draft")
    APPROVED = "approved", _("Approved")


def states_are_known(field: str, model: str) -> models.CheckConstraint:
    """The constraint that the state of each language is one of the list."""
    rule = Q()
    for name in languages.columns(field):
        rule &= Q(**{f"{name}__in": TextState.values})
    return models.CheckConstraint(condition=rule, name=f"{model}_{field}_is_known")


def after_edit(obj: Any, field: str, new: Mapping[str, str], state_field: str = "text_state") -> dict[str, str]:
    """The states after an edit, by column: what is empty is missing; once a language changed, all texts are drafts."""
    changed = any((getattr(obj, languages.column(field, code), "") or "") != new.get(code, "") for code in new)
    out: dict[str, str] = {}
    for code in languages.codes():
        text = new.get(code, getattr(obj, languages.column(field, code), "") or "")
        column = languages.column(state_field, code)
        if not text:
            out[column] = TextState.MISSING
        elif changed:
            out[column] = TextState.DRAFT
        else:
            out[column] = getattr(obj, column)
    return out


def after_approval(obj: Any, field: str, state_field: str = "text_state") -> dict[str, str]:
    """The states when every text that is there is approved."""
    return {
        languages.column(state_field, code): TextState.APPROVED if text else TextState.MISSING
        for code, text in languages.values(obj, field).items()
    }
