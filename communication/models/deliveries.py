"""Which entries of the log were handed out, and to whom."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.querysets import OwnQuerySet
from communication.querysets import SystemOnly
from kernel import clock
from kernel.models import PublicId, one_of


class Channel(models.TextChoices):
    """The road a message takes."""

    MAIL = "mail", _("A mail of its own")
    DIGEST = "digest", _("The digest")


class Dispatch(models.Model):
    """Derivation. This entry of the log was read and its audience written down: the unique key is the claim."""

    entry = models.OneToOneField("audit.Entry", on_delete=models.PROTECT, related_name="dispatch")
    at = models.DateTimeField(default=clock.now)

    objects = SystemOnly.as_manager()

    def __str__(self) -> str:
        return str(self.entry_id)


class Delivery(PublicId):
    """Fact. One entry, for one person, on one road; later it learns its digest or mail, and when it was seen."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="deliveries")
    entry = models.ForeignKey("audit.Entry", on_delete=models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    # Why this person: the role word of the audience that chose them.
    reason = models.CharField(max_length=40, blank=True)
    digest = models.ForeignKey(
        "communication.Digest", null=True, blank=True, on_delete=models.PROTECT, related_name="deliveries"
    )
    mail = models.ForeignKey(
        "communication.Mail", null=True, blank=True, on_delete=models.PROTECT, related_name="deliveries"
    )
    at = models.DateTimeField(default=clock.now)
    # At-once mails wait for the end of a quiet window.
    not_before = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(null=True, blank=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["person", "entry", "channel"], name="delivery_once_per_channel"),
            one_of("channel", Channel, "delivery"),
        ]
        indexes = [models.Index(fields=["person", "channel", "digest"], name="delivery_pending")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.channel}"
