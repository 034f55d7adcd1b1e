"""A body (steering committee, committee, group, forum) and the key by which its seats are shared among sectors."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kernel import clock, languages
from kernel.models import Created, PublicId, Versioned, in_order, one_of, required
from partners.models import Sector
from working_groups.querysets import BodyQuerySet, OfBodyQuerySet


class BodyKind(models.TextChoices):
    """What sort of body; the word shown on screen."""

    STEERING = "steering", _("Steering committee")
    COMMITTEE = "committee", _("Committee")
    GROUP = "group", _("Working group")
    TEAM = "team", _("Working team")
    FORUM = "forum", _("Forum")
    PLENARY = "plenary", _("Plenary")


class BodyState(models.TextChoices):
    """The life of a body."""

    PROPOSED = "proposed", pgettext_lazy("body", "Proposed")
    CHARTERED = "chartered", pgettext_lazy("body", "Chartered")
    ACTIVE = "active", pgettext_lazy("body", "Active")
    DORMANT = "dormant", pgettext_lazy("body", "Dormant")
    CLOSED = "closed", pgettext_lazy("body", "Closed")


class Body(PublicId, Created, Versioned):
    """Reference. A steering committee, a group or a forum of one initiative; the steering committee is one like others.

    `meetings_count` and `decisions_count` (derived) number what comes next, by a guarded update.
    """

    initiative = models.ForeignKey("initiative.Initiative", on_delete=models.PROTECT, related_name="bodies")
    kind = models.CharField(_("kind"), max_length=12, choices=BodyKind.choices, default=BodyKind.GROUP)
    name = models.CharField(_("name"), max_length=200)
    topic = models.TextField(_("topic and purpose"), blank=True)
    goal = models.ForeignKey(
        "initiative.Goal",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="bodies",
        verbose_name=_("goal"),
    )
    state = models.CharField(max_length=12, choices=BodyState.choices, default=BodyState.PROPOSED)
    quorum_percent = models.PositiveSmallIntegerField(
        _("quorum, percent of the seats"), default=50, validators=[MaxValueValidator(100)]
    )
    size_limit = models.PositiveSmallIntegerField(_("seats at most"), null=True, blank=True)
    facilitator = models.ForeignKey(
        "partners.Mandate",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="facilitated_bodies",
        verbose_name=_("facilitator"),
    )
    charter = models.ForeignKey(
        "working_groups.Decision",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="chartered_bodies",
        verbose_name=_("decision that chartered it"),
    )
    starts_on = models.DateField(_("first day"), default=clock.today)
    ends_on = models.DateField(_("last day by charter"), null=True, blank=True)
    product = models.TextField(_("product"), blank=True)
    product_language = models.CharField(max_length=10, default=languages.default)
    meetings_count = models.PositiveIntegerField(default=0, editable=False)
    decisions_count = models.PositiveIntegerField(default=0, editable=False)

    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("body")
        constraints = [
            required("name", "body"),
            one_of("kind", BodyKind, "body"),
            one_of("state", BodyState, "body"),
            in_order("starts_on", "ends_on", "body"),
            models.CheckConstraint(condition=Q(quorum_percent__lte=100), name="body_quorum_at_most_hundred"),
            models.UniqueConstraint(
                fields=["initiative"],
                condition=Q(kind="steering") & ~Q(state="closed"),
                name="body_one_steering_committee",
            ),
        ]
        indexes = [models.Index(fields=["initiative", "state"], name="body_of_initiative")]

    def __str__(self) -> str:
        return str(languages.text(self, "name"))

    def get_absolute_url(self) -> str:
        """The body's page."""
        from django.urls import reverse

        return reverse("working_groups:body", args=[self.initiative.slug, self.public_id])

    @property
    def is_committee(self) -> bool:
        """A committee sits in sessions; groups, teams and forums meet."""
        return self.kind in {BodyKind.STEERING, BodyKind.COMMITTEE}

    @property
    def is_open(self) -> bool:
        """Whether it works: not closed."""
        return self.state != BodyState.CLOSED


class SeatKey(models.Model):
    """Reference. How many seats a sector has in a body, at least and at most, and its own quorum."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="seat_keys")
    sector = models.CharField(_("sector"), max_length=20, choices=Sector.choices)
    least = models.PositiveSmallIntegerField(_("at least"), default=0)
    most = models.PositiveSmallIntegerField(_("at most"), default=0)
    quorum_percent = models.PositiveSmallIntegerField(
        _("quorum of this sector, percent"), default=0, validators=[MaxValueValidator(100)]
    )

    objects = OfBodyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "sector"], name="seatkey_sector_once_in_body"),
            one_of("sector", Sector, "seatkey"),
            models.CheckConstraint(condition=Q(most__gte=F("least")), name="seatkey_most_not_under_least"),
            models.CheckConstraint(condition=Q(quorum_percent__lte=100), name="seatkey_quorum_at_most_hundred"),
        ]

    def __str__(self) -> str:
        return f"{self.get_sector_display()} {self.least}-{self.most}"
