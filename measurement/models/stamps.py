"""Columns that several tables of this floor share."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kernel import languages


class Quality(models.TextChoices):
    """How firm a number is, as its giver says. What is computed (revised, suppressed, break) is never stored."""

    FINAL = "final", _("Final")
    PROVISIONAL = "provisional", _("Provisional")
    ESTIMATED = "estimated", _("Estimated")


class Blank(models.TextChoices):
    """The one blank that is stored; not due and not reported are computed, suppressed is made at output."""

    NONE = "", _("A number")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")


class Figure(models.Model):
    """A number with its weight, or a blank. Zero is a number."""

    number = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    weight = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    blank = models.CharField(max_length=20, choices=Blank.choices, blank=True, default=Blank.NONE)
    quality = models.CharField(max_length=20, choices=Quality.choices, default=Quality.FINAL)

    class Meta:
        abstract = True


def language_column() -> Any:
    """The language of a text that one person typed."""
    return models.CharField(max_length=10, default=languages.default, choices=settings.LANGUAGES)


def not_both(model: str) -> models.CheckConstraint:
    """A cell holds a number or a blank, or nothing yet."""
    return models.CheckConstraint(
        condition=Q(number__isnull=True) | Q(blank=""), name=f"{model}_number_or_blank_not_both"
    )


def exactly_one(model: str) -> models.CheckConstraint:
    """A fact holds a number or a blank."""
    return models.CheckConstraint(
        condition=Q(number__isnull=False, blank="") | (Q(number__isnull=True) & ~Q(blank="")),
        name=f"{model}_number_xor_blank",
    )
