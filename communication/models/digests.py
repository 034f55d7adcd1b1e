"""One digest for one person and one day of their calendar."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communication.querysets import DigestQuerySet
from kernel.models import Created, PublicId, one_of


class Cadence(models.TextChoices):
    """How often a digest comes, most frequent first."""

    DAILY = "daily", _("Every working day")
    TWICE_WEEKLY = "twice_weekly", _("Twice a week")
    WEEKLY = "weekly", _("Once a week")
    FORTNIGHTLY = "fortnightly", _("Every two weeks")
    MONTHLY = "monthly", _("Once a month")
    QUARTERLY = "quarterly", _("Once a quarter")


class DigestState(models.TextChoices):
    """The life of a digest."""

    PLANNED = "planned", pgettext_lazy("digest", "Planned")
    BUILDING = "building", pgettext_lazy("digest", "Being put together")
    QUEUED = "queued", pgettext_lazy("digest", "Waiting to leave")
    SENT = "sent", pgettext_lazy("digest", "Sent")
    SKIPPED_EMPTY = "skipped_empty", pgettext_lazy("digest", "Nothing to tell, not sent")
    SUPPRESSED = "suppressed", pgettext_lazy("digest", "Not wanted")
    MERGED = "merged", pgettext_lazy("digest", "Told in the next digest")
    EXPIRED = "expired", pgettext_lazy("digest", "Too late to send")
    FAILED = "failed", pgettext_lazy("digest", "Not delivered")


class Digest(PublicId, Created):
    """Derivation. The claim is the unique key (person, slot), inserted before anything is read.

    `slot` is the day in the person's own calendar. What is in it is frozen when it is built: the lines with the keys of
    their objects, and a hash; sending asks again what the person may still see.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="digests")
    slot = models.DateField()
    cadence = models.CharField(max_length=12, choices=Cadence.choices)
    # The moment the slot stands for, and the moment it may leave: quiet hours and the stagger move only the second.
    due_at = models.DateTimeField()
    not_before = models.DateTimeField()
    expires_at = models.DateTimeField()
    # The block of the groups tells what happened between these two; empty where this slot has no block.
    window_from = models.DateTimeField(null=True, blank=True)
    window_to = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=14, choices=DigestState.choices, default=DigestState.PLANNED)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    built_at = models.DateTimeField(null=True, blank=True)
    content = models.JSONField(default=dict)
    content_hash = models.CharField(max_length=64, blank=True)
    mail = models.OneToOneField(
        "communication.Mail", null=True, blank=True, on_delete=models.PROTECT, related_name="digest"
    )

    objects = DigestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "slot"], name="digest_once_per_slot"),
            one_of("state", DigestState, "digest"),
            one_of("cadence", Cadence, "digest"),
        ]
        indexes = [models.Index(fields=["state", "not_before"], name="digest_due")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.slot}"
