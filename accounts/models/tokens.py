"""API tokens and the answers kept for repeated acts."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.querysets import OwnQuerySet
from kernel import clock
from kernel.models import Created, PublicId


class Scope(models.TextChoices):
    """What a token may do at most; never more than its person. The pooled fund has scopes of its own."""

    READ = "read", _("Read")
    WRITE = "write", _("Write")
    FUNDING_READ = "funding:read", _("Read the pooled fund")
    FUNDING_WRITE = "funding:write", _("Act in the pooled fund")


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

    @property
    def is_live(self) -> bool:
        """Whether it still opens the door."""
        return self.revoked_at is None and self.expires_at > clock.now()

    @property
    def last_day(self) -> date:
        """The last day it holds, in Israel."""
        return (self.expires_at - timedelta(seconds=1)).astimezone(clock.HOME).date()

    @property
    def scope_labels(self) -> list[str]:
        """Its scopes in words."""
        return [str(Scope(scope).label) for scope in self.scopes if scope in Scope.values]


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
