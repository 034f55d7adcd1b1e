"""Endpoints about oneself: the profile, tokens; and people by their id, for themselves and administrators."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.serializers import (
    NewTokenSerializer,
    PersonChange,
    PersonSerializer,
    TokenOrder,
    TokenSerializer,
)
from accounts.forms import MeForm, TokenForm
from accounts.fresh import require_fresh
from accounts.models import ApiToken, Person
from accounts.services import people, tokens
from kernel import languages
from kernel.api import Scoped, validated
from kernel.api_bodies import no_body
from kernel.views import find


class People(Scoped):
    """A person by id."""

    model = Person
    serializer_class = PersonSerializer


class Me(Scoped):
    """Oneself."""

    policy = "self"
    model = Person
    serializer_class = PersonSerializer

    def get_object(self) -> Person:
        """The person who asks."""
        return find(self.get_queryset(), pk=self.actor.user_id)  # type: ignore[no-any-return]

    @extend_schema(request=PersonChange, responses=PersonSerializer)
    def partial_update(self, request: Request) -> Response:
        """Change the profile and the settings; what is not named stays."""
        person = self.get_object()
        fields = (*languages.columns("name"), "function", "telephone", "language", "time_zone", "calendar")
        known = {name: getattr(person, name) or "" for name in fields}
        sent = request.data
        form = validated(MeForm, {**known, **sent} if isinstance(sent, dict) else sent)
        changed = {name: form.cleaned_data[name] for name in fields if name in sent}
        return self.once(lambda: self.answer(people.change(actor=self.actor, person=person, **changed)))


class Tokens(Scoped):
    """One's tokens. They are made in a session, never by another token."""

    policy = "self"
    model = ApiToken
    serializer_class = TokenSerializer
    sorts = ("-created_at", "-pk")

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """One's own."""
        return rows.filter(person_id=self.actor.user_id)

    @extend_schema(request=TokenOrder, responses={201: NewTokenSerializer})
    def create(self, request: Request) -> Response:
        """Make a token: its secret is in this answer and in no other; no key keeps it for a repetition."""
        form = validated(TokenForm, request.data)
        if self.actor.scopes is None:
            require_fresh(request._request)
        token, secret = tokens.make(actor=self.actor, **form.cleaned_data)
        return Response(NewTokenSerializer(token, context={"secret": secret}).data, status=status.HTTP_201_CREATED)

    @no_body(responses={204: None})
    def destroy(self, request: Request, public_id: str) -> Response:
        """Revoke a token."""
        tokens.revoke(actor=self.actor, token=self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)
