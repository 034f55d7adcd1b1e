"""Interests that people declare in organisations, so that they leave the room when it is decided about."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.models import Dated, PublicId, in_order, one_of
from partners.models.mandates import MandateStamp
from partners.models.organisations import Organisation
from partners.querysets import InterestQuerySet


class InterestKind(models.TextChoices):
    """What ties the person to the organisation."""

    EMPLOYMENT = "employment", _("Employment")
    BOARD = "board", _("Seat on its board")
    OWNERSHIP = "ownership", _("Ownership")
    FAMILY = "family", _("Family tie")
    CONTRACT = "contract", _("Contract or consulting")
    FUNDING = "funding", _("Funding given or received")
    OTHER = "other", _("Other")


class Interest(PublicId, Dated, MandateStamp):
    """Fact with a life. A person has an interest in an organisation; only `ends_on` may change."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="interests")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="interests")
    kind = models.CharField(max_length=20, choices=InterestKind.choices)

    objects = InterestQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("kind", InterestKind, "interest"),
            in_order("starts_on", "ends_on", "interest"),
            models.UniqueConstraint(
                fields=["person", "organisation", "kind"],
                condition=models.Q(ends_on__isnull=True),
                name="interest_open_once_per_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.organisation}"
