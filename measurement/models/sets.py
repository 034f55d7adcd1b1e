"""Which measures are asked for together, and of whom."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel import languages
from kernel.models import Created, Dated, PublicId, Versioned, in_order, required
from measurement.querysets import AssignmentQuerySet, SetQuerySet


class MeasureSet(PublicId, Created, Versioned):
    """Reference. The measures that one cycle asks for; all active partners owe it, or those it is assigned to."""

    initiative = models.ForeignKey("initiative.Initiative", on_delete=models.PROTECT, related_name="measure_sets")
    name = models.CharField(_("name"), max_length=120)
    is_for_all = models.BooleanField(_("all active partners report it"), default=True)
    measures = models.ManyToManyField("measurement.Measure", related_name="sets")

    objects = SetQuerySet.as_manager()

    class Meta:
        constraints = [required("name", "measureset")]

    def __str__(self) -> str:
        return str(languages.text(self, "name"))

    def get_absolute_url(self) -> str:
        """The set's page."""
        return reverse("measurement:set", args=[self.initiative.slug, self.public_id])


class Assignment(Dated):
    """Reference. A partner owes a set from a day to a day, less the measures left out for it."""

    measure_set = models.ForeignKey("measurement.MeasureSet", on_delete=models.PROTECT, related_name="assignments")
    participation = models.ForeignKey("partners.Participation", on_delete=models.PROTECT, related_name="assignments")
    left_out = models.ManyToManyField("measurement.Measure", blank=True, related_name="+")

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            in_order("starts_on", "ends_on", "assignment"),
            models.UniqueConstraint(
                fields=["measure_set", "participation"],
                condition=models.Q(ends_on__isnull=True),
                name="assignment_one_open_a_partner",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure_set_id} {self.participation_id}"
