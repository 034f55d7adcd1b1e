"""A meeting of a body and the items of its agenda."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kernel import clock, languages
from kernel.models import Created, PublicId, Versioned, one_of
from working_groups.models.bodies import Body
from working_groups.querysets import MeetingQuerySet, OfMeetingQuerySet


class MeetingState(models.TextChoices):
    """The life of a meeting."""

    PLANNED = "planned", pgettext_lazy("meeting", "Planned")
    AGENDA_OPEN = "agenda_open", pgettext_lazy("meeting", "Agenda open for proposals")
    AGENDA_SENT = "agenda_sent", pgettext_lazy("meeting", "Called, agenda sent")
    HELD = "held", pgettext_lazy("meeting", "Held")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "Cancelled")


class MeetingVisibility(models.TextChoices):
    """Who sees it besides those who sit there and the backbone."""

    BODY = "body", pgettext_lazy("seen by", "Those who sit here")
    PARTNERS = "partners", pgettext_lazy("seen by", "All partners")


class Meeting(PublicId, Created, Versioned):
    """Claim. One meeting: when, where, who may see it; its agenda, attendance, minutes hang on it."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meetings")
    number = models.PositiveIntegerField(_("number"))
    topic = models.CharField(_("topic"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    time_zone = models.CharField(_("time zone"), max_length=60, default=str(clock.HOME))
    place = models.CharField(_("place"), max_length=200, blank=True)
    place_language = models.CharField(max_length=10, default=languages.default)
    link = models.URLField(_("link of the online meeting"), max_length=500, blank=True)
    visibility = models.CharField(
        _("seen by"), max_length=10, choices=MeetingVisibility.choices, default=MeetingVisibility.BODY
    )
    state = models.CharField(max_length=12, choices=MeetingState.choices, default=MeetingState.PLANNED)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="meeting_number_once_in_body"),
            one_of("state", MeetingState, "meeting"),
            one_of("visibility", MeetingVisibility, "meeting"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_it_begins"),
        ]
        indexes = [models.Index(fields=["body", "starts_at"], name="meeting_of_body")]

    def __str__(self) -> str:
        return f"{self.body} {self.number}"

    def get_absolute_url(self) -> str:
        """The meeting's page."""
        from django.urls import reverse

        return reverse("working_groups:meeting", args=[self.body.initiative.slug, self.body.public_id, self.public_id])

    @property
    def is_open(self) -> bool:
        """Whether it still may change: neither held nor cancelled."""
        return self.state not in {MeetingState.HELD, MeetingState.CANCELLED}


class ItemKind(models.TextChoices):
    """What an item of the agenda is for."""

    LEARNING = "learning", pgettext_lazy("agenda item", "Learning")
    FOCUS = "focus", pgettext_lazy("agenda item", "Focus topic")
    SPOTLIGHT = "spotlight", pgettext_lazy("agenda item", "Partner in focus")
    UPDATES = "updates", pgettext_lazy("agenda item", "Updates of members")
    DECISION = "decision", pgettext_lazy("agenda item", "Decision")
    SURVEY = "survey", pgettext_lazy("agenda item", "Survey")
    TASKS = "tasks", pgettext_lazy("agenda item", "Tasks")


class AgendaItem(PublicId, Created):
    """Claim. One item: proposed by a member or set by who runs the meeting; frozen when the minutes are locked."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    kind = models.CharField(_("kind"), max_length=12, choices=ItemKind.choices, default=ItemKind.FOCUS)
    title = models.CharField(_("title"), max_length=200)
    title_language = models.CharField(max_length=10, default=languages.default)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=15, validators=[MinValueValidator(1), MaxValueValidator(600)]
    )
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="led_items",
        verbose_name=_("led by"),
    )
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="proposed_items")
    # Empty while a member's proposal waits; who runs the meeting says yes or no.
    accepted = models.BooleanField(null=True, blank=True, default=None)
    locked_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("agenda item")
        ordering = ["position", "pk"]
        constraints = [
            one_of("kind", ItemKind, "agendaitem"),
            models.CheckConstraint(condition=~Q(title=""), name="agendaitem_has_a_title"),
            models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=600), name="agendaitem_minutes_in_range"),
        ]

    def __str__(self) -> str:
        return self.title
