"""Invitations: one link, once, in 14 days. The role stands in the mandate or seat given at the same time."""

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from accounts.querysets import InvitationQuerySet
from kernel.models import PublicId, Stamp, one_of


class InvitationState(models.TextChoices):
    """The life of an invitation; expired is computed from its date."""

    SENT = "sent", pgettext_lazy("invitation", "Sent")
    ACCEPTED = "accepted", pgettext_lazy("invitation", "Accepted")
    DECLINED = "declined", pgettext_lazy("invitation", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("invitation", "Withdrawn")


class Invitation(PublicId, Stamp):
    """Claim. Its token is stored hashed (SHA-256); inviting again makes a new one."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=InvitationState.choices, default=InvitationState.SENT)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [one_of("state", InvitationState, "invitation")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.state}"
