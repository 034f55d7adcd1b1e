"""How a measure is counted: versions, each frozen once it is live."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel import languages
from kernel.models import Created, PublicId, one_of, required
from kernel.text_states import TextState, states_are_known
from measurement.querysets import ThroughMeasure
from partners.models import MandateStamp


class DefinitionState(models.TextChoices):
    """The life of a definition."""

    DRAFTED = "drafted", _("Drafted")
    PILOTED = "piloted", _("Piloted")
    AGREED = "agreed", _("Agreed")
    LIVE = "live", _("In force")
    SUPERSEDED = "superseded", _("Superseded")


class Aggregation(models.TextChoices):
    """How the partners' numbers become one."""

    SUM = "sum", _("Sum")
    RATIO = "ratio", _("Ratio of sums")
    MEAN = "mean", _("Weighted mean")
    LATEST = "latest", _("Latest, then summed")


class Frequency(models.TextChoices):
    """How often it is asked for: the kinds of periods."""

    MONTH = "month", _("Every month")
    QUARTER = "quarter", _("Every quarter")
    YEAR = "year", _("Every year")
    SCHOOL_HALF = "school_half", _("Every half of a school year")
    SCHOOL_YEAR = "school_year", _("Every school year")
    EXAMS = "exams", _("At exams")
    WAVE = "wave", _("In survey waves")


class Definition(PublicId, Created, MandateStamp):
    """Reference while drafted, fact once live (held by the database): unit, kind, words, cells to be filled.

    `cells` lists the codes of the combinations that a partner is asked for, in the order of the form; "" is the total.
    Values stay bound to their version: a new version is a break in the series. At most one is live.
    """

    TEXTS = ("text", "counted", "source", "unit", "weight_name")

    measure = models.ForeignKey("measurement.Measure", on_delete=models.PROTECT, related_name="definitions")
    version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=DefinitionState.choices, default=DefinitionState.DRAFTED)
    text = models.TextField(_("formula in words"), max_length=2000)
    counted = models.TextField(_("who and what is counted, and what is not"), blank=True, max_length=2000)
    source = models.CharField(_("source of the number"), blank=True, max_length=300)
    unit = models.CharField(_("unit"), max_length=60)
    weight_name = models.CharField(_("denominator in words"), blank=True, max_length=200)
    text_state = models.CharField(max_length=10, choices=TextState.choices, default=TextState.MISSING)
    aggregation = models.CharField(_("roll-up"), max_length=8, choices=Aggregation.choices, default=Aggregation.SUM)
    frequency = models.CharField(
        _("frequency"), max_length=12, choices=Frequency.choices, default=Frequency.SCHOOL_YEAR
    )
    counts_people = models.BooleanField(_("counts people"), default=True)
    decimals = models.PositiveSmallIntegerField(_("digits after the point"), default=0)
    lowest = models.DecimalField(_("lowest possible"), max_digits=15, decimal_places=4, null=True, blank=True)
    highest = models.DecimalField(_("highest possible"), max_digits=15, decimal_places=4, null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes to fill in"), default=5)
    cells = models.JSONField(default=list)
    decision = models.ForeignKey(
        "working_groups.Decision", null=True, blank=True, on_delete=models.PROTECT, related_name="definitions"
    )
    live_on = models.DateField(null=True, blank=True)

    objects = ThroughMeasure.as_manager()

    class Meta:
        constraints = [
            required("text", "definition"),
            required("unit", "definition"),
            one_of("state", DefinitionState, "definition"),
            states_are_known("text_state", "definition"),
            one_of("aggregation", Aggregation, "definition"),
            one_of("frequency", Frequency, "definition"),
            models.UniqueConstraint(fields=["measure", "version"], name="definition_version_once"),
            models.UniqueConstraint(
                fields=["measure"], condition=Q(state="live"), name="definition_one_live_a_measure"
            ),
            models.CheckConstraint(condition=Q(decimals__lte=4), name="definition_at_most_four_decimals"),
            models.CheckConstraint(
                condition=Q(lowest__isnull=True) | Q(highest__isnull=True) | Q(lowest__lte=models.F("highest")),
                name="definition_range_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} ({self.version})"

    @property
    def needs_weight(self) -> bool:
        """Whether a number comes with a denominator or an n."""
        return self.aggregation in {Aggregation.RATIO, Aggregation.MEAN}

    @property
    def is_share(self) -> bool:
        """Whether its figure is a part of a whole, read in per cent."""
        return self.aggregation == Aggregation.RATIO

    @property
    def places(self) -> int:
        """Digits after the point of the figure that is read; of a share always one."""
        return 1 if self.is_share else self.decimals

    @property
    def is_approved(self) -> bool:
        """Whether the texts of every language are approved."""
        return all(getattr(self, column) == TextState.APPROVED for column in languages.columns("text_state"))

    def get_absolute_url(self) -> str:
        """The version's page."""
        return reverse(
            "measurement:definition", args=[self.measure.initiative.slug, self.measure.public_id, self.version]
        )
