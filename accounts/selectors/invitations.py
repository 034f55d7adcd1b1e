"""Reading invitations: by the token of a link, with the roles that floors above tell."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import Invitation
from accounts.models.invitations import InvitationState
from kernel import clock


@dataclass(frozen=True)
class Standing:
    """Whether an invitation can still be answered, and if not why: expired, accepted, declined, withdrawn, replaced."""

    code: str

    def __bool__(self) -> bool:
        return self.code == "open"


def digest(token: str) -> str:
    """What is stored instead of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def by_token(token: str) -> Invitation | None:
    """The invitation of a link."""
    return Invitation.objects.select_related("person", "by").filter(token_hash=digest(token)).first()


def standing(invitation: Invitation) -> Standing:
    """Its state today. One that was taken back is `replaced` where a newer one stands in its place."""
    if invitation.state == InvitationState.WITHDRAWN:
        newer = Invitation.objects.filter(person=invitation.person_id, pk__gt=invitation.pk)
        return Standing("replaced" if newer.exists() else "withdrawn")
    if invitation.state != InvitationState.SENT:
        return Standing(str(invitation.state))
    return Standing("open" if invitation.expires_at > clock.now() else "expired")


def roles(person_id: int) -> list[Any]:
    """The roles a person was given, in the reader's language, told by the functions that the setting names."""
    out: list[Any] = []
    for path in settings.INVITATION_ROLES:
        try:
            told: Callable[[int], list[Any]] = import_string(path)
        except ImportError:
            continue
        out.extend(told(person_id))
    return out
