"""What a person wants to hear of and how, and the tokens that stop a kind of mail without a sign-in."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.querysets import OwnQuerySet
from communication.querysets import SystemOnly
from kernel import clock
from kernel.models import one_of


class Choice(models.TextChoices):
    """How a subject comes; the digest itself has a cadence instead."""

    NOW = "now", _("At once")
    DIGEST = "digest", _("In the digest")
    OFF = "off", _("Not at all")
    DAILY = "daily", _("Every working day")
    TWICE_WEEKLY = "twice_weekly", _("Twice a week")
    WEEKLY = "weekly", _("Once a week")
    FORTNIGHTLY = "fortnightly", _("Every two weeks")
    MONTHLY = "monthly", _("Once a month")
    QUARTERLY = "quarterly", _("Once a quarter")


SUBJECT_CHOICES = (Choice.NOW, Choice.DIGEST, Choice.OFF)
CADENCE_CHOICES = (
    Choice.DAILY,
    Choice.TWICE_WEEKLY,
    Choice.WEEKLY,
    Choice.FORTNIGHTLY,
    Choice.MONTHLY,
    Choice.QUARTERLY,
    Choice.OFF,
)


def make_stop_token() -> str:
    """About 160 random bits: it opens nothing, it only stops one kind of mail to one person."""
    return secrets.token_urlsafe(20)


class Preference(models.Model):
    """Reference. A person's own choice for one subject of mail (communication.subjects), or the digest's cadence."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mail_preferences")
    kind = models.CharField(max_length=40)
    choice = models.CharField(max_length=12, choices=Choice.choices)
    at = models.DateTimeField(default=clock.now)

    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="preference_once_per_kind"),
            one_of("choice", Choice, "preference"),
            models.CheckConstraint(
                condition=Q(kind="digest", choice__in=[choice.value for choice in CADENCE_CHOICES])
                | (~Q(kind="digest") & Q(choice__in=[choice.value for choice in SUBJECT_CHOICES])),
                name="preference_choice_suits_its_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.choice}"


class StopToken(models.Model):
    """Reference. The opaque word in a mail's foot and header: per person and kind, works for years, cannot sign in."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    token = models.CharField(max_length=40, unique=True, default=make_stop_token)
    created_at = models.DateTimeField(default=clock.now)

    objects = SystemOnly.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="stoptoken_once_per_kind")]

    def __str__(self) -> str:
        return self.kind
