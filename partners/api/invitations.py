"""Invitations of the initiative's people: the list, inviting again, taking one back."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Invitation
from accounts.services import invitations
from initiative.scope import InitiativeApiMixin
from kernel.api import Scoped
from kernel.api_bodies import Texts, gate, no_body
from partners import policies
from partners.filters import InvitationFilter
from partners.selectors import invitations as selectors


class InvitationSerializer(serializers.ModelSerializer[Invitation]):
    """An invitation; `state` is sent, expired, accepted, declined or withdrawn. Its link is in the mail alone."""

    id = serializers.CharField(source="public_id", read_only=True)
    person = serializers.CharField(source="person.public_id", read_only=True)
    name = Texts("name")
    mail = serializers.EmailField(source="person.email", read_only=True)
    state = serializers.SerializerMethodField()
    sent_at = serializers.DateTimeField(source="at", read_only=True)

    class Meta:
        model = Invitation
        fields = ("id", "person", "name", "mail", "state", "sent_at", "expires_at", "answered_at")
        read_only_fields = fields

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """The name is the person's."""
        told = dict(super().to_representation(instance))
        told["name"] = self.fields["name"].to_representation(instance.person)
        return told

    def get_state(self, row: Invitation) -> str:
        """Its state today."""
        return selectors.state_of(row)


class Invitations(InitiativeApiMixin, Scoped):
    """Invitations that whoever gives mandates may see."""

    reach = "partners"
    model = Invitation
    serializer_class = InvitationSerializer
    filterset_class = InvitationFilter

    def get_queryset(self) -> QuerySet[Any]:
        """Scoped by the selector: an invitation is seen through the mandate it goes with."""
        if getattr(self, "swagger_fake_view", False):
            return Invitation.objects.none()
        gate(policies.may_view_invitations(self.actor, self.initiative))
        return selectors.invitations(self.actor, self.initiative).order_by("-at", "pk")

    @no_body()
    def again(self, request: Request, **kwargs: Any) -> Response:
        """Send a new one; the answer is the new invitation."""
        row = self.get_object()

        def act() -> Response:
            made = invitations.repeat(actor=self.actor, invitation=row)
            return self.answer(self.get_queryset().get(pk=made.pk))

        return self.once(act)

    @no_body()
    def withdraw(self, request: Request, **kwargs: Any) -> Response:
        """Take it back."""
        row = self.get_object()

        def act() -> Response:
            invitations.withdraw(actor=self.actor, invitation=row)
            return self.answer(row)

        return self.once(act)
