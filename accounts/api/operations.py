"""Endpoints of administrators: terms of administration, and accounts closed, opened again and invited.

All of them want a fresh sign-in, so a token cannot do them: a stolen one makes nobody an administrator.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies
from accounts.api.serializers import PersonSerializer, TermSerializer
from accounts.forms import TermForm
from accounts.fresh import require_fresh
from accounts.models import AdminTerm, Person
from accounts.services import admins, invitations, naming, people
from kernel.api import Scoped, validated
from kernel.api_bodies import body, filled, gate, no_body


class Administrators(Scoped):
    """Who administers the installation today."""

    policy = "accounts.operations.view"
    model = AdminTerm
    serializer_class = TermSerializer
    select = ("person",)
    sorts = ("starts_on", "pk")

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """For reading those that run; to end one, any: a second end says that it has ended."""
        return rows.running() if self.request.method == "GET" else rows  # type: ignore[attr-defined, no-any-return]

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Today's administrators, the longest in office first."""
        gate(policies.may_view_operations(self.actor))
        return super().list(request, *args, **kwargs)

    @extend_schema(
        request=body("TermOrder", required=("email",), optional=("name",), days=("ends_on",)),
        responses={201: TermSerializer},
    )
    def create(self, request: Request) -> Response:
        """Name another one by mail address; who has no account yet is entered and invited."""
        gate(policies.may_view_operations(self.actor))
        require_fresh(request._request)
        form = validated(TermForm, filled({}, request.data))

        def act() -> Response:
            term = naming.administrator(actor=self.actor, **form.cleaned_data)
            return self.answer(term, status.HTTP_201_CREATED)

        return self.once(act)

    @no_body()
    def end(self, request: Request, public_id: str) -> Response:
        """Take a term back, from this moment on."""
        gate(policies.may_view_operations(self.actor))
        row = self.get_object()
        require_fresh(request._request)

        def act() -> Response:
            admins.end(actor=self.actor, term=row)
            return self.answer(row)

        return self.once(act)


class Accounts(Scoped):
    """The account of a person: closed, opened again, invited."""

    model = Person
    serializer_class = PersonSerializer

    @no_body()
    def suspend(self, request: Request, public_id: str) -> Response:
        """Close it: its sessions and tokens are dead from the next request on."""
        return self._do(policies.may_suspend_person, people.suspend)

    @no_body()
    def resume(self, request: Request, public_id: str) -> Response:
        """Open it again."""
        return self._do(policies.may_suspend_person, people.resume)

    @no_body()
    def invite(self, request: Request, public_id: str) -> Response:
        """Send a new invitation."""
        return self._do(policies.may_invite, invitations.invite)

    def _do(self, may: Callable[..., Any], act: Callable[..., Any]) -> Response:
        row = self.get_object()
        gate(may(self.actor, row))
        require_fresh(self.request._request)

        def done() -> Response:
            act(actor=self.actor, person=row)
            row.refresh_from_db()
            return self.answer(row)

        return self.once(done)
