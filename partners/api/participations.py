"""Endpoints inside an initiative: participations and their acts, mandates, people, interests."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Person
from initiative.scope import InitiativeApiMixin
from kernel import clock, languages
from kernel.api import Scoped, validated
from kernel.api_bodies import body, filled, gate, no_body
from kernel.views import find
from partners import policies
from partners.api.serializers import (
    FellowSerializer,
    InterestSerializer,
    MandateSerializer,
    ParticipationSerializer,
)
from partners.filters import FellowFilter, PartnerFilter
from partners.forms.admission import AdmissionForm
from partners.forms.partners import (
    AcceptForm,
    DeclineForm,
    EndInterestForm,
    EndMandateForm,
    IndividualForm,
    InterestForm,
    MandateForm,
    ReasonForm,
)
from partners.models import Interest, Mandate, Organisation, Participation
from partners.selectors import interests as interest_selectors
from partners.selectors import people
from partners.services import interests, invitations, mandates, participations

REASON = body("Reason", required=("reason",))


class Participations(InitiativeApiMixin, Scoped):
    """Who takes part in the initiative."""

    model = Participation
    serializer_class = ParticipationSerializer
    filterset_class = PartnerFilter
    select = ("organisation", "person", "initiative")

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Those of this initiative."""
        return rows.filter(initiative=self.initiative)

    @extend_schema(
        request=body(
            "PartnerOrder",
            translated=("name", "person_name"),
            required=("sector", "kind"),
            optional=("registration_no", "district", "part", "email", "function", "language"),
            days=("starts_on",),
            flags=("use_existing", "same_name"),
        ),
        responses={201: ParticipationSerializer},
    )
    def create(self, request: Request, **kwargs: Any) -> Response:
        """Invite an organisation, new or known by its number, with its first representative."""
        gate(policies.may_invite(self.actor, self.initiative))

        def act() -> Response:
            defaults = {"part": "partner", "language": languages.default(), "starts_on": clock.today().isoformat()}
            form = validated(AdmissionForm, filled(defaults, request.data), initiative=self.initiative)
            row = invitations.admit(
                actor=self.actor,
                initiative=self.initiative,
                organisation=form.profile(),
                kind=form.cleaned_data["part"],
                starts_on=form.cleaned_data["starts_on"],
                representative=form.representative(),
            )
            return self.answer(row, status.HTTP_201_CREATED)

        return self.once(act)

    @extend_schema(
        request=body(
            "IndividualOrder", translated=("name",), required=("email",), optional=("kind", "function", "language")
        ),
        responses={201: ParticipationSerializer},
    )
    def invite_person(self, request: Request, **kwargs: Any) -> Response:
        """Invite somebody who takes part without an organisation."""
        gate(policies.may_invite(self.actor, self.initiative))

        def act() -> Response:
            defaults = {"kind": "partner", "language": languages.default()}
            form = validated(IndividualForm, filled(defaults, request.data))
            row = invitations.bring_individual(
                actor=self.actor, initiative=self.initiative, kind=form.cleaned_data["kind"], **form.person()
            )
            return self.answer(row, status.HTTP_201_CREATED)

        return self.once(act)

    def _act(self, policy: Any, act: Any, form_class: Any = None) -> Response:
        row = self.get_object()
        gate(policy(self.actor, row))

        def run() -> Response:
            data = validated(form_class, self.request.data).cleaned_data if form_class else {}
            return self.answer(act(actor=self.actor, participation=row, **data))

        return self.once(run)

    @extend_schema(request=body("Acceptance", flags=("privacy_notice",)))
    def accept(self, request: Request, **kwargs: Any) -> Response:
        """Accept the invitation, once the privacy notice was read."""
        return self._act(policies.may_answer, participations.accept, AcceptForm)

    @extend_schema(request=body("Decline", optional=("reason",)))
    def decline(self, request: Request, **kwargs: Any) -> Response:
        """Decline the invitation."""
        return self._act(policies.may_answer, participations.decline, DeclineForm)

    @no_body()
    def activate(self, request: Request, **kwargs: Any) -> Response:
        """Let it take part."""
        return self._act(policies.may_activate, participations.activate)

    @extend_schema(request=REASON)
    def pause(self, request: Request, **kwargs: Any) -> Response:
        """Pause it, with a reason."""
        return self._act(policies.may_pause, participations.pause, ReasonForm)

    @no_body()
    def resume(self, request: Request, **kwargs: Any) -> Response:
        """Let it take part again."""
        return self._act(policies.may_pause, participations.resume)

    @extend_schema(request=REASON)
    def end(self, request: Request, **kwargs: Any) -> Response:
        """End it for good, with a reason."""
        return self._act(policies.may_end, participations.end, ReasonForm)


class Mandates(InitiativeApiMixin, Scoped):
    """Mandates: one's own, those of one's organisation, and for the backbone all."""

    model = Mandate
    serializer_class = MandateSerializer
    select = ("participation__initiative", "participation__organisation", "participation__person", "person", "by")
    sorts = ("-starts_on", "pk")

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Those of this initiative, or of the participation of the address."""
        rows = rows.filter(participation__initiative=self.initiative)
        if "participation" in self.kwargs:
            rows = rows.filter(participation=self.participation())
        return rows

    def participation(self) -> Participation:
        """The participation of the address, or 404."""
        rows = Participation.objects.visible_to(self.actor).of(self.initiative)
        rows = rows.select_related("initiative", "organisation", "person")
        return find(rows, public_id=self.kwargs["participation"])  # type: ignore[no-any-return]

    @extend_schema(
        request=body(
            "MandateOrder",
            translated=("name",),
            required=("email", "kind"),
            optional=("function", "language"),
            days=("starts_on", "ends_on"),
        ),
        responses={201: MandateSerializer},
    )
    def create(self, request: Request, **kwargs: Any) -> Response:
        """Give a mandate by mail address; whoever has not joined is invited."""
        row = self.participation()
        gate(policies.may_grant_mandate(self.actor, row))

        def act() -> Response:
            defaults = {"language": languages.default(), "starts_on": clock.today().isoformat()}
            form = validated(MandateForm, filled(defaults, request.data), participation=row)
            data = form.cleaned_data
            mandate = invitations.bring(
                actor=self.actor,
                participation=row,
                kind=data["kind"],
                starts_on=data["starts_on"],
                ends_on=data["ends_on"],
                document=data["document"],
                **form.person(),
            )
            return self.answer(mandate, status.HTTP_201_CREATED)

        return self.once(act)

    @no_body()
    def remind(self, request: Request, **kwargs: Any) -> Response:
        """Send a new invitation to whoever has not joined."""
        row = self.get_object()
        gate(policies.may_end_mandate(self.actor, row))

        def act() -> Response:
            invitations.remind(actor=self.actor, mandate=row)
            return self.answer(row)

        return self.once(act)

    @extend_schema(request=body("LastDay", days=("ends_on",)))
    def end(self, request: Request, **kwargs: Any) -> Response:
        """Set its last day, which still counts."""
        row = self.get_object()
        gate(policies.may_end_mandate(self.actor, row))

        def act() -> Response:
            form = validated(EndMandateForm, filled({"ends_on": clock.today().isoformat()}, request.data))
            return self.answer(mandates.end(actor=self.actor, mandate=row, **form.cleaned_data))

        return self.once(act)


class Fellows(InitiativeApiMixin, Scoped):
    """The people of the initiative: name and function."""

    reach = "partners"
    model = Person
    serializer_class = FellowSerializer
    filterset_class = FellowFilter

    def get_queryset(self) -> QuerySet[Any]:
        """Scoped by the selector: a fellow is seen through the initiative."""
        if getattr(self, "swagger_fake_view", False):
            return Person.objects.none()
        return people.fellows(self.actor, self.initiative).order_by("shown_name", "pk")


class Interests(InitiativeApiMixin, Scoped):
    """Declared interests that one may see."""

    reach = "partners"
    model = Interest
    serializer_class = InterestSerializer

    def get_queryset(self) -> QuerySet[Any]:
        """Those that matter in this initiative."""
        if getattr(self, "swagger_fake_view", False):
            return Interest.objects.none()
        return interest_selectors.of_initiative(self.actor, self.initiative)

    @extend_schema(
        request=body("InterestOrder", required=("organisation", "kind"), days=("starts_on", "ends_on")),
        responses={201: InterestSerializer},
    )
    def create(self, request: Request, **kwargs: Any) -> Response:
        """Declare one's own."""
        rows = Organisation.objects.visible_to(self.actor).in_initiative(self.initiative)

        def act() -> Response:
            sent = filled({"starts_on": clock.today().isoformat()}, request.data)
            form = validated(InterestForm, sent, organisations=rows)
            row = interests.declare(
                actor=self.actor,
                person=request.user,  # type: ignore[arg-type]
                initiative=self.initiative,
                **form.cleaned_data,
            )
            return self.answer(row, status.HTTP_201_CREATED)

        return self.once(act)

    @extend_schema(request=body("InterestLastDay", days=("ends_on",)))
    def end(self, request: Request, **kwargs: Any) -> Response:
        """Set its last day, which still counts."""
        row = self.get_object()
        gate(policies.may_end_interest(self.actor, row))

        def act() -> Response:
            form = validated(EndInterestForm, filled({"ends_on": clock.today().isoformat()}, request.data))
            data = form.cleaned_data
            return self.answer(interests.end(actor=self.actor, interest=row, initiative=self.initiative, **data))

        return self.once(act)
