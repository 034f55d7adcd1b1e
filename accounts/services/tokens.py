"""Tokens of the API: made by their own person, shown once, kept as a hash, revoked at once."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import policies
from accounts.models import ApiToken
from accounts.models.tokens import Scope
from audit import services as audit
from kernel import clock
from kernel.actor import Actor
from kernel.errors import Conflict, Invalid
from kernel.permissions import require

MARK = "shidra_"
LONGEST = timedelta(days=365)
MOST = 20


def digest(secret: str) -> str:
    """What is stored instead of a token."""
    return hashlib.sha256(secret.encode()).hexdigest()


def make(*, actor: Actor, name: str, scopes: Iterable[str], expires_on: date) -> tuple[ApiToken, str]:
    """Make a token for oneself; returns it with its secret, which nobody sees again. It holds to the end of its day."""
    require(policies.may_make_token(actor))
    owner = actor.user_id or 0
    wanted = sorted(set(scopes))
    today = clock.today()
    faults: dict[str, list[str]] = {}
    if not name.strip():
        faults["name"] = [_("Give the token a name that says what it is for.")]
    if not wanted or set(wanted) - set(Scope.values):
        faults["scopes"] = [_("Choose what the token may do.")]
    if not today <= expires_on <= today + LONGEST:
        faults["expires_on"] = [_("Choose a last day within a year from today.")]
    if faults:
        raise Invalid(_("Some fields are not right."), fields=faults)
    secret = MARK + secrets.token_urlsafe(32)
    with transaction.atomic():
        _not_too_many(owner)
        token = ApiToken.objects.create(
            person_id=owner,
            name=name.strip(),
            prefix=secret[: len(MARK) + 4],
            token_hash=digest(secret),
            scopes=wanted,
            expires_at=datetime.combine(expires_on + timedelta(days=1), time.min, clock.HOME),
        )
        audit.record(
            actor=actor, kind="accounts.token.created", subject=token, changes={"scopes": [None, ", ".join(wanted)]}
        )
    return token, secret


def _not_too_many(owner: int) -> None:
    live = ApiToken.objects.filter(person_id=owner, revoked_at__isnull=True, expires_at__gt=clock.now())
    if live.count() >= MOST:
        raise Conflict(_("You have 20 tokens already: revoke one that is no longer used."), "too_many")


def revoke(*, actor: Actor, token: ApiToken) -> None:
    """Kill a token now. The second click finds it dead."""
    require(policies.may_revoke_token(actor, token))
    with transaction.atomic():
        now = clock.now()
        if ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=now) != 1:
            raise Conflict(_("This token was revoked already."), "revoked")
        token.revoked_at = now
        audit.record(actor=actor, kind="accounts.token.revoked", subject=token)
