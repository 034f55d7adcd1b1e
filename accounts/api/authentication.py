"""How the API knows who asks: a token in the header, or the session of a page."""

import hashlib
from typing import Any

from drf_spectacular.authentication import SessionScheme
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import authentication, exceptions
from rest_framework.request import Request

from accounts.models import ApiToken
from kernel import actor, clock, languages


class SessionAuthentication(authentication.SessionAuthentication):
    """The session of a page, with its CSRF token on writes; without one the answer is 401."""

    def authenticate_header(self, request: Request) -> str:
        """What makes the refusal a 401."""
        return 'Bearer realm="api"'


class TokenAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer <token>`. The actor is the person's, limited by the token's scopes."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        """The person and the actor, None without a token, a refusal with a wrong one."""
        header = request.headers.get("Authorization", "")
        if not header.startswith("Bearer "):
            return None
        digest = hashlib.sha256(header.removeprefix("Bearer ").strip().encode()).hexdigest()
        now = clock.now()
        token = (
            ApiToken.objects.select_related("person")
            .filter(token_hash=digest, revoked_at__isnull=True, expires_at__gt=now, person__is_active=True)
            .first()
        )
        if token is None:
            raise exceptions.AuthenticationFailed()
        if token.last_used_at is None or (now - token.last_used_at).total_seconds() > 60:
            ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
        who = actor.for_user(token.person_id, language=languages.current(), scopes=token.scopes)
        return token.person, who

    def authenticate_header(self, request: Request) -> str:
        """What makes the refusal a 401."""
        return 'Bearer realm="api"'


class TokenScheme(OpenApiAuthenticationExtension):
    """How the schema tells of tokens."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """A bearer token in the header."""
        return {"type": "http", "scheme": "bearer", "description": "A token made on the page me/tokens/."}


class PageSessionScheme(SessionScheme):
    """How the schema tells of the session of a page."""

    target_class = SessionAuthentication  # type: ignore[assignment]
    name = "session"
