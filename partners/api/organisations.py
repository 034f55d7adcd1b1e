"""Endpoints of no single initiative: organisations with their contacts, and the opening of an initiative."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from initiative.models import Initiative
from initiative.policies import may_open
from kernel import clock, languages
from kernel.api import Scoped, require_match, validated
from kernel.api_bodies import body, filled, gate, no_body
from kernel.views import find
from partners import policies
from partners.api.serializers import ContactSerializer, MandateSerializer, OrganisationSerializer
from partners.filters import OrganisationFilter
from partners.forms.admission import OpeningForm
from partners.forms.partners import PROFILE, ContactForm, LogoForm, OrganisationForm, PersonFields
from partners.models import Contact, Mandate, Organisation
from partners.selectors import fields as present
from partners.services import contacts, openings, organisations

CONTACT = ("name", "function", "mail", "telephone", "language", "shown_to", "consent_on")


class Organisations(Scoped):
    """Organisations of the initiatives one takes part in, and one's own."""

    model = Organisation
    serializer_class = OrganisationSerializer
    filterset_class = OrganisationFilter
    sorts = ("name_key", "pk")

    @extend_schema(
        request=body(
            "OrganisationChange",
            translated=("name", "about"),
            optional=("sector", "kind", "registration_no", "website", "mail", "telephone", "district", "size"),
        )
    )
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        """Change the profile; what is not named stays."""
        row = self.get_object()
        gate(policies.may_change_organisation(self.actor, row))

        def act() -> Response:
            require_match(request, row)
            sent = filled(present.of(row, "name", "about", *PROFILE), request.data)
            form = validated(OrganisationForm, sent, organisation=row)
            values = {name: value for name, value in form.cleaned_data.items() if name not in {"version", "logo"}}
            return self.answer(organisations.change(actor=self.actor, organisation=row, **values))

        return self.once(act)

    @extend_schema(request={"multipart/form-data": body("Logo", more={"file": serializers.FileField()})})
    def logo(self, request: Request, **kwargs: Any) -> Response:
        """Give it a logo."""
        row = self.get_object()
        gate(policies.may_change_organisation(self.actor, row))
        file = validated(LogoForm, request.data).cleaned_data["file"]
        return self.once(lambda: self.answer(organisations.set_logo(actor=self.actor, organisation=row, file=file)))


BODY = body(
    "ContactOrder",
    translated=("name",),
    optional=("function", "mail", "telephone", "language", "shown_to"),
    days=("consent_on",),
)


class Contacts(Scoped):
    """The contacts of one organisation, as far as one may see them."""

    model = Contact
    serializer_class = ContactSerializer
    select = ("organisation",)

    def organisation(self) -> Organisation:
        """The organisation of the address, or 404."""
        rows = Organisation.objects.visible_to(self.actor)
        return find(rows, public_id=self.kwargs["organisation"])  # type: ignore[no-any-return]

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Those of the organisation."""
        organisation = self.organisation()
        gate(policies.may_view_contacts(self.actor, organisation))
        return rows.filter(organisation=organisation)

    @extend_schema(request=BODY, responses={201: ContactSerializer})
    def create(self, request: Request, **kwargs: Any) -> Response:
        """Add one."""
        organisation = self.organisation()
        gate(policies.may_change_contact(self.actor, organisation))

        def act() -> Response:
            form = validated(ContactForm, filled({"language": languages.default(), "shown_to": "own"}, request.data))
            values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
            row = contacts.add(actor=self.actor, organisation=organisation, **values)
            return self.answer(row, status.HTTP_201_CREATED)

        return self.once(act)

    @extend_schema(request=BODY)
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        """Change one; what is not named stays."""
        row = self.get_object()
        gate(policies.may_change_contact(self.actor, row.organisation))

        def act() -> Response:
            require_match(request, row)
            form = validated(ContactForm, filled(present.of(row, *CONTACT), request.data))
            values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
            return self.answer(contacts.change(actor=self.actor, contact=row, **values))

        return self.once(act)

    @no_body(responses={204: None})
    def destroy(self, request: Request, **kwargs: Any) -> Response:
        """Erase one for good."""
        contacts.erase(actor=self.actor, contact=self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)


class Directors(Scoped):
    """The director of an initiative where none is left."""

    policy = "partners.mandate.name_director"
    model = Mandate
    serializer_class = MandateSerializer

    @extend_schema(
        request=body("DirectorOrder", translated=("name",), required=("email",), optional=("function", "language")),
        responses={201: MandateSerializer},
    )
    def create(self, request: Request, slug: str) -> Response:
        """Name one by mail address; whoever has not joined is invited. Administrators."""
        if not self.actor.keys("accounts.admin"):
            raise Http404
        initiative = find(Initiative.objects.visible_to(self.actor), slug=slug)
        gate(policies.may_name_director(self.actor, initiative))

        def act() -> Response:
            form = validated(PersonFields, filled({"language": languages.default()}, request.data))
            mandate = openings.name_director(actor=self.actor, initiative=initiative, **form.person())
            return self.answer(mandate, status.HTTP_201_CREATED)

        return self.once(act)


class Openings(Scoped):
    """Opening an initiative with its backbone and its director."""

    policy = "initiative.initiative.open"
    model = Organisation
    serializer_class = OrganisationSerializer

    @extend_schema(
        request=body(
            "InitiativeOrder",
            translated=("name", "backbone_name", "person_name"),
            required=("slug", "kind", "email"),
            optional=("backbone_number", "backbone_sector", "backbone_kind", "function", "language"),
            days=("starts_on",),
        ),
        responses={201: body("InitiativeOpened", required=("slug",))},
    )
    def create(self, request: Request, **kwargs: Any) -> Response:
        """Open it. An administrator, or a director of another one."""
        gate(may_open(self.actor))

        def act() -> Response:
            defaults = {
                "backbone_sector": "third",
                "backbone_kind": "ngo",
                "language": languages.default(),
                "starts_on": clock.today().isoformat(),
            }
            form = validated(OpeningForm, filled(defaults, request.data))
            initiative = openings.open_initiative(
                actor=self.actor, backbone=form.backbone(), director=form.director(), **form.initiative()
            )
            return Response({"slug": initiative.slug}, status=status.HTTP_201_CREATED)

        return self.once(act)
