"""Columns and constraints that the tables of money share."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kernel import languages
from kernel.money import DIGITS

HOME = "ILS"
CURRENCIES = [(code, code) for code in DIGITS]


class CostType(models.TextChoices):
    """What money may be spent on."""

    PROGRAMME = "programme", _("Programme work")
    STAFF = "staff", _("Salaries")
    EQUIPMENT = "equipment", _("Equipment")
    EVALUATION = "evaluation", _("Measurement and evaluation")
    LEARNING = "learning", _("Learning")
    OVERHEAD = "overhead", _("Overhead")


def agorot(label: Any = "", **options: Any) -> Any:
    """An amount in whole minor units."""
    return models.BigIntegerField(label, **options)


def currency() -> Any:
    """The currency of an amount."""
    return models.CharField(_("currency"), max_length=3, choices=CURRENCIES, default=HOME)


def language_column() -> Any:
    """The language of a text that one person typed."""
    return models.CharField(max_length=10, default=languages.default, choices=settings.LANGUAGES)


def positive(field: str, model: str) -> models.CheckConstraint:
    """More than nothing."""
    return models.CheckConstraint(condition=Q(**{f"{field}__gt": 0}), name=f"{model}_{field}_is_positive")


def within(field: str, whole: str, model: str) -> models.CheckConstraint:
    """A remainder or a part: never negative, never more than the whole."""
    condition = Q(**{f"{field}__gte": 0}) & Q(**{f"{field}__lte": models.F(whole)})
    return models.CheckConstraint(condition=condition, name=f"{model}_{field}_within_{whole}")


def currency_is_known(model: str) -> models.CheckConstraint:
    """One of the list."""
    return models.CheckConstraint(condition=Q(currency__in=list(DIGITS)), name=f"{model}_currency_is_known")


class Rated(models.Model):
    """An amount of any currency: a foreign one carries its rate to shekels, where it is from and of which day."""

    currency = currency()
    rate = models.DecimalField(_("rate"), max_digits=12, decimal_places=6, default=1)
    rate_source = models.CharField(_("source of the rate"), max_length=120, blank=True)
    rate_on = models.DateField(_("day of the rate"), null=True, blank=True)

    class Meta:
        abstract = True


def rated(model: str) -> list[models.CheckConstraint]:
    """M16: the rate of shekels to shekels is one; any other has its source and its day."""
    return [
        currency_is_known(model),
        models.CheckConstraint(
            condition=Q(currency=HOME, rate=1)
            | (~Q(currency=HOME) & Q(rate__gt=0, rate_on__isnull=False) & ~Q(rate_source="")),
            name=f"{model}_rate_has_source_and_day",
        ),
    ]
