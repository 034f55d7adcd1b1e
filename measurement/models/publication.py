"""What left the house, and what an organisation lets leave."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel import clock
from kernel.models import Dated, PublicId, in_order, one_of
from measurement.models.stamps import language_column
from measurement.querysets import ConsentQuerySet, PublicationQuerySet
from partners.models import MandateStamp


class Publication(MandateStamp):
    """Fact. A cycle was published, once: the public sees the accepted values of published cycles."""

    cycle = models.OneToOneField("measurement.Cycle", on_delete=models.PROTECT, related_name="publication")
    as_of = models.DateTimeField(default=clock.now)
    decision = models.ForeignKey(
        "working_groups.Decision", null=True, blank=True, on_delete=models.PROTECT, related_name="publications"
    )

    objects = PublicationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.cycle_id} {self.as_of}"


class Grain(models.TextChoices):
    """How fine the consent goes."""

    TOTAL = "total", _("Totals")
    CELLS = "cells", _("Totals and breakdowns")


class Audience(models.TextChoices):
    """Who may see it."""

    PARTNERS = "partners", _("The other partners")
    STEERING = "steering", _("The steering committee and the funders")
    PUBLIC = "public", _("Everybody")


class Consent(PublicId, Dated, MandateStamp):
    """Fact. An organisation lets others see its own values of a measure; withdrawing is a later row."""

    organisation = models.ForeignKey("partners.Organisation", on_delete=models.PROTECT, related_name="consents")
    measure = models.ForeignKey("measurement.Measure", on_delete=models.PROTECT, related_name="consents")
    grain = models.CharField(max_length=6, choices=Grain.choices, default=Grain.TOTAL)
    audience = models.CharField(max_length=10, choices=Audience.choices)
    purpose = models.TextField(blank=True, max_length=1000)
    purpose_language = language_column()
    is_given = models.BooleanField(default=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("grain", Grain, "consent"),
            one_of("audience", Audience, "consent"),
            in_order("starts_on", "ends_on", "consent"),
        ]
        indexes = [models.Index(fields=["organisation", "measure", "at"], name="consent_of_organisation")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.measure_id}"
