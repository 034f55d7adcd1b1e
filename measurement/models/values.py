"""What was accepted: facts, never changed; and the corrections that were asked for."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kernel.models import PublicId, one_of
from measurement.models.stamps import Blank, Figure, Quality, exactly_one, language_column
from measurement.querysets import OwnOrganisation, ThroughValue
from partners.models import MandateStamp


class Value(Figure, MandateStamp):
    """Fact. One accepted cell of one organisation. A correction is a later row that names the one it replaces."""

    organisation = models.ForeignKey(
        "partners.Organisation", on_delete=models.PROTECT, related_name="values", db_index=False
    )
    definition = models.ForeignKey(
        "measurement.Definition", on_delete=models.PROTECT, related_name="values", db_index=False
    )
    period = models.CharField(max_length=20)
    combination = models.ForeignKey(
        "measurement.Combination", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reported = models.ForeignKey(
        "measurement.ReportedValue",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    # the unique constraint below is its index
    replaces = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by", db_index=False
    )

    objects = OwnOrganisation.as_manager()

    class Meta:
        constraints = [
            exactly_one("value"),
            one_of("blank", Blank, "value"),
            one_of("quality", Quality, "value"),
            models.UniqueConstraint(
                fields=["organisation", "definition", "period", "combination"],
                condition=Q(replaces__isnull=True),
                name="value_first_of_a_cell_once",
            ),
            models.UniqueConstraint(
                fields=["replaces"], condition=Q(replaces__isnull=False), name="value_replaced_once"
            ),
        ]
        indexes = [
            models.Index(fields=["definition", "period", "combination"], name="value_of_slice"),
            models.Index(fields=["organisation", "definition", "period"], name="value_of_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.definition_id} {self.period} {self.organisation_id}"


class CorrectionState(models.TextChoices):
    """The life of a correction."""

    REQUESTED = "requested", _("Requested")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")


class Correction(PublicId, Figure, MandateStamp):
    """Claim. The owner asks for another number in place of an accepted one; accepted, it becomes a later Value."""

    value = models.ForeignKey("measurement.Value", on_delete=models.PROTECT, related_name="corrections")
    reason = models.TextField(max_length=1000)
    reason_language = language_column()
    state = models.CharField(max_length=10, choices=CorrectionState.choices, default=CorrectionState.REQUESTED)
    answer = models.TextField(blank=True, max_length=1000)
    answer_language = language_column()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ThroughValue.as_manager()

    class Meta:
        constraints = [
            exactly_one("correction"),
            one_of("state", CorrectionState, "correction"),
            models.CheckConstraint(condition=~Q(reason=""), name="correction_has_reason"),
            models.UniqueConstraint(
                fields=["value"], condition=Q(state="requested"), name="correction_one_open_a_value"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value}"

    def get_absolute_url(self) -> str:
        """The measure's page, where it is answered."""
        return self.value.definition.measure.get_absolute_url()
