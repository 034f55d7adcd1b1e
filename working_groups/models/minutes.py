"""The minutes of a meeting, the versions that were approved, and the people each version went to."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kernel import clock, languages
from kernel.models import Created, PublicId, Versioned, one_of, required
from kernel.text_states import TextState, states_are_known
from partners.models import MandateStamp
from working_groups.models.meetings import Meeting
from working_groups.querysets import MinutesQuerySet, MinutesVersionQuerySet, RecipientQuerySet


class MinutesState(models.TextChoices):
    """The life of minutes."""

    DRAFT = "draft", pgettext_lazy("minutes", "Draft")
    APPROVED = "approved", pgettext_lazy("minutes", "Approved")
    SENT = "sent", pgettext_lazy("minutes", "Sent")
    CONFIRMED = "confirmed", pgettext_lazy("minutes", "Confirmed")
    LOCKED = "locked", pgettext_lazy("minutes", "Locked")


class Minutes(PublicId, Created, Versioned):
    """Claim. The text of a meeting's minutes while it is written; what was approved stands in the versions."""

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes")
    text = models.TextField(_("text"))
    text_state = models.CharField(max_length=10, choices=TextState.choices, default=TextState.MISSING)
    state = models.CharField(max_length=10, choices=MinutesState.choices, default=MinutesState.DRAFT)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="written_minutes")
    versions_count = models.PositiveIntegerField(default=0, editable=False)
    # Why it was opened for correction: goes into the next version.
    correction_reason = models.TextField(blank=True)
    correction_language = models.CharField(max_length=10, default=languages.default)
    approved_at = models.DateTimeField(null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    locked_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = _("minutes")
        constraints = [
            required("text", "minutes"),
            states_are_known("text_state", "minutes"),
            one_of("state", MinutesState, "minutes"),
        ]

    def __str__(self) -> str:
        return str(self.meeting)

    def get_absolute_url(self) -> str:
        """The page of the minutes."""
        from django.urls import reverse

        body = self.meeting.body
        return reverse("working_groups:minutes", args=[body.initiative.slug, body.public_id, self.meeting.public_id])


class MinutesVersion(MandateStamp):
    """Fact. An approved text, its hash and who approved it; a correction is the next version."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    reason = models.TextField(blank=True)
    reason_language = models.CharField(max_length=10, default=languages.default)

    objects = MinutesVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["minutes", "number"], name="minutesversion_number_once"),
            required("text", "minutesversion"),
        ]

    def __str__(self) -> str:
        return f"{self.minutes} {self.number}"


class RecipientKind(models.TextChoices):
    """Why somebody gets the minutes."""

    SEAT = "seat", pgettext_lazy("recipient", "Sits here")
    FORMER = "former", pgettext_lazy("recipient", "Sat here then")
    SUBSTITUTE = "substitute", pgettext_lazy("recipient", "Substitute")
    GUEST = "guest", pgettext_lazy("recipient", "Guest")


class Recipient(models.Model):
    """Fact. A person to whom a version of the minutes was sent, frozen at sending: absent or not."""

    version = models.ForeignKey(MinutesVersion, on_delete=models.PROTECT, related_name="recipients")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="received_minutes")
    kind = models.CharField(max_length=12, choices=RecipientKind.choices, default=RecipientKind.SEAT)
    at = models.DateTimeField(default=clock.now)

    objects = RecipientQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "person"], name="recipient_person_once_in_version"),
            one_of("kind", RecipientKind, "recipient"),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.person_id}"
