"""API tokens and the answers kept for repeated acts."""

from django.conf import settings
from django.db import models

from accounts.querysets import OwnQuerySet
from kernel.models import Created, PublicId


class ApiToken(PublicId, Created):
    """Reference. A key of the API: 256 random bits, shown once, kept as SHA-256; named, scoped, at most a year."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="api_tokens")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12)
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="apitoken_has_name")]

    def __str__(self) -> str:
        return self.name


class IdempotencyKey(Created):
    """Reference. The answer of an act under the key its caller chose, kept for 24 hours."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    body_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.JSONField(default=dict)

    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="idempotencykey_once_per_person")]

    def __str__(self) -> str:
        return self.key
