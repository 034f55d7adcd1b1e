"""Endpoints of communication: one's own deliveries and choices; for staff the state of digests and previews."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from communication import outbox, policies
from communication.api.serializers import (
    ChoicesSerializer,
    DeliverySerializer,
    DigestSerializer,
    MailSerializer,
    PreviewSerializer,
)
from communication.digests import preview
from communication.filters import DigestFilter
from communication.forms import PreferencesForm
from communication.models import Delivery, Digest, Mail, MailState, Preference
from communication.selectors import preferences as wanted
from communication.selectors import rounds
from communication.services import mails, preferences
from initiative.scope import InitiativeApiMixin
from kernel import permissions
from kernel.api import Scoped, validated
from kernel.api_bodies import gate, no_body
from kernel.views import find


class Deliveries(Scoped):
    """What was told to oneself."""

    policy = "self"
    model = Delivery
    serializer_class = DeliverySerializer
    select = ("entry__content_type",)
    sorts = ("-at", "-pk")

    def narrow(self, rows: Any) -> Any:
        """One's own."""
        return rows.filter(person_id=self.actor.user_id)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Newest first; the sentence stands only where its subject may still be seen."""
        page = self.paginate_queryset(self.get_queryset()) or []
        seen = outbox.visible(self.actor, [row.entry for row in page])
        data = DeliverySerializer(page, many=True, context={"seen": seen}).data
        return self.get_paginated_response(data)


class FailedMails(Scoped):
    """Mails that failed, for administrators."""

    policy = "communication.mail.operate"
    model = Mail
    serializer_class = MailSerializer
    sorts = ("-created_at", "-pk")

    def narrow(self, rows: Any) -> Any:
        """For the list those that failed; to send one again, any: the act says what stands against it."""
        return rows.filter(state=MailState.FAILED) if self.request.method == "GET" else rows

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Newest first."""
        gate(policies.may_operate(self.actor))
        return super().list(request, *args, **kwargs)

    @no_body()
    def retry(self, request: Request, public_id: str) -> Response:
        """Send it again under its own Message-ID."""
        gate(policies.may_operate(self.actor))
        row = self.get_object()

        def act() -> Response:
            mails.retry(actor=self.actor, mail=row)
            row.refresh_from_db()
            return self.answer(row)

        return self.once(act)


class Choices(Scoped):
    """One's own choices of mails."""

    policy = "self"
    model = Preference
    serializer_class = ChoicesSerializer

    def _answer(self) -> Response:
        choices = wanted.choices_of(self.actor.user_id or 0)
        return Response(
            {
                "choices": choices,
                "cadence": wanted.cadence(self.actor, choices),
                "proposed_cadence": wanted.proposed(self.actor).cadence,
            }
        )

    @extend_schema(responses=ChoicesSerializer)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """What was chosen, what is proposed, what is in force."""
        return self._answer()

    @extend_schema(request=ChoicesSerializer, responses=ChoicesSerializer)
    def partial_update(self, request: Request) -> Response:
        """Change choices by subject; `proposed` goes back to what is proposed, what is not named stays."""
        known = dict.fromkeys(preferences.kinds(), "") | wanted.choices_of(self.actor.user_id or 0)
        sent = request.data
        form = validated(PreferencesForm, {**known, **sent} if isinstance(sent, dict) else sent)

        def act() -> Response:
            preferences.choose(actor=self.actor, choices={kind: form.cleaned_data[kind] for kind in sent})
            return self._answer()

        return self.once(act)


class Digests(InitiativeApiMixin, Scoped):
    """The digests of an initiative's people: their states."""

    policy = "communication.digest.preview"
    reach = "backbone"
    model = Digest
    serializer_class = DigestSerializer
    filterset_class = DigestFilter
    sorts = ("-slot", "-pk")

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """Directors and coordinators only."""
        super().initial(request, *args, **kwargs)
        gate(permissions.ask(self.policy, self.actor, self.initiative))

    def get_queryset(self) -> Any:
        if getattr(self, "swagger_fake_view", False):
            return Digest.objects.none()
        return rounds.digests(self.actor, self.initiative).order_by(*self.sorts)

    @extend_schema(responses=PreviewSerializer)
    def preview(self, request: Request, initiative: str, person: str) -> Response:
        """One person's next digest, as far as both may see it."""
        found = find(rounds.people(self.actor, self.initiative), public_id=person)
        return Response(PreviewSerializer(preview.preview(self.actor, found, self.initiative)).data)
