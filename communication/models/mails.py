"""A mail on its way out: one row for each message, whoever wrote it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from communication.querysets import MailQuerySet
from kernel import clock
from kernel.models import Created, PublicId, one_of


class MailState(models.TextChoices):
    """The life of a mail; `maybe_sent` is a mark beside it."""

    QUEUED = "queued", pgettext_lazy("mail", "Waiting")
    HANDING_OVER = "handing_over", pgettext_lazy("mail", "Being handed over")
    SENT = "sent", pgettext_lazy("mail", "Sent")
    FAILED = "failed", pgettext_lazy("mail", "Not delivered")
    EXPIRED = "expired", pgettext_lazy("mail", "Expired before it could leave")


# What a mail is, in words; kinds are the names of templates and of the two ways that this floor writes itself.
KINDS = {
    "digest": pgettext_lazy("mail", "Digest"),
    "notice": pgettext_lazy("mail", "Mail at once"),
    "invitation": pgettext_lazy("mail", "Invitation"),
    "login_code": pgettext_lazy("mail", "Code for signing in"),
    "password_reset_key": pgettext_lazy("mail", "Link for a new password"),
}


class Mail(PublicId, Created):
    """Derivation. One message, made in the transaction of the act that sends it; a worker hands it over.

    A secret body (a code, a reset, an invitation) is emptied once it was sent, has failed or has expired.
    `maybe_sent` marks a hand-over whose end nobody knows: it is tried again under the same Message-ID.
    """

    PERSONAL = ("recipient", "subject", "text", "html")

    message_id = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=80)
    is_secret = models.BooleanField(default=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="mails")
    sender = models.CharField(max_length=320)
    recipient = models.CharField(max_length=320)
    subject = models.TextField(blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    attachments = models.JSONField(default=list)
    state = models.CharField(max_length=12, choices=MailState.choices, default=MailState.QUEUED)
    maybe_sent = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    silences = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("state", MailState, "mail"),
            models.CheckConstraint(
                condition=Q(is_secret=False) | Q(state__in=["queued", "handing_over"]) | Q(text="", html=""),
                name="mail_secret_body_is_emptied_at_its_end",
            ),
        ]
        indexes = [models.Index(fields=["state", "not_before"], name="mail_due")]

    def __str__(self) -> str:
        return self.subject or self.kind

    @property
    def kind_words(self) -> Any:
        """What it is, in words; notes about one's account are many and share a word."""
        return KINDS.get(self.kind.rpartition("/")[2], pgettext_lazy("mail", "About the account"))
