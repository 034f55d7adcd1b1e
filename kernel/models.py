"""Abstract columns that many tables share, and constraints for texts in several languages."""

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from kernel import clock, languages

LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # 32 letters, none that reads as another


def make_public_id() -> str:
    """Twelve random letters: what stands in an address instead of the key."""
    return "".join(secrets.choice(LETTERS) for _ in range(12))


class PublicId(models.Model):
    """A row with an address of its own."""

    public_id = models.CharField(max_length=12, unique=True, editable=False, default=make_public_id)

    class Meta:
        abstract = True


class Created(models.Model):
    """A row that knows when it was made, by the clock of the kernel."""

    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True


class Stamp(models.Model):
    """Who did it and when; empty `by` is the system. The mandate is added on the floors that know mandates."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        abstract = True


class Versioned(models.Model):
    """A row whose writes name the version they saw (ETag of the API, hidden field of the form)."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


def has_default_language(field: str) -> Q:
    """T: the default language is there, not null and not empty."""
    name = languages.column(field, languages.default())
    return Q(**{f"{name}__isnull": False}) & ~Q(**{name: ""})


def has_any_language(field: str) -> Q:
    """N: at least one language is there."""
    rule = Q()
    for name in languages.columns(field):
        rule |= Q(**{f"{name}__isnull": False}) & ~Q(**{name: ""})
    return rule


def required(field: str, model: str) -> models.CheckConstraint:
    """The constraint of a T field."""
    return models.CheckConstraint(condition=has_default_language(field), name=f"{model}_{field}_in_default_language")


def one_of(field: str, choices: type[models.TextChoices], model: str) -> models.CheckConstraint:
    """The constraint that a state or kind is one of its list."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": choices.values}), name=f"{model}_{field}_is_known")


def in_order(first: str, last: str, model: str) -> models.CheckConstraint:
    """The constraint that a last day does not come before the first."""
    condition = Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": models.F(first)})
    return models.CheckConstraint(condition=condition, name=f"{model}_{last}_not_before_{first}")


def dates_cover(day: Any, prefix: str = "") -> Q:
    """Rows whose dates (`starts_on`, `ends_on`; the last day counts) cover that day."""
    return Q(**{f"{prefix}starts_on__lte": day}) & not_over(day, prefix)


def not_over(day: Any, prefix: str = "") -> Q:
    """Rows that hold on that day or will later: their last day is open or has not passed."""
    return Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": day})


class Dated(models.Model):
    """A row that holds from a day to a day, both counted; an open end is null."""

    starts_on = models.DateField(default=clock.today)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    def covers(self, day: Any) -> bool:
        """Whether it holds on that day."""
        return self.starts_on <= day and (self.ends_on is None or self.ends_on >= day)
