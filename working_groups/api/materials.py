"""Endpoints of papers: of a meeting with its items, and of a decision; the same acts and form as the pages."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from documents import selectors as documents
from documents.models import Document
from kernel.api import validated
from kernel.api_bodies import body, no_body
from kernel.views import find
from working_groups.api.shared import Inside
from working_groups.forms.materials import MaterialForm
from working_groups.models import Decision, Meeting
from working_groups.services import materials


class PaperSerializer(serializers.Serializer[Any]):
    """A paper in its newest version; `url` hands it out."""

    id = serializers.CharField()
    title = serializers.CharField()
    language = serializers.CharField()
    name = serializers.CharField()
    size = serializers.IntegerField()
    at = serializers.DateTimeField()
    url = serializers.CharField()


ORDER = body("MaterialOrder", optional=("title", "item"), more={"file": serializers.FileField()})


class MeetingMaterials(Inside):
    """Papers of a meeting and of its items."""

    model = Document
    serializer_class = PaperSerializer
    pagination_class = None

    @property
    def thing(self) -> Any:
        """What the papers belong to."""
        return self.meeting

    def papers(self) -> Any:
        """The papers of the thing; a meeting's with those of its items."""
        thing = self.thing
        owners = [thing, *thing.items.filter(accepted=True)] if isinstance(thing, Meeting) else [thing]
        return documents.papers(self.actor, owners)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The papers, in the order they came."""
        return Response(PaperSerializer(self.papers(), many=True).data)

    @extend_schema(request={"multipart/form-data": ORDER}, responses={201: PaperSerializer})
    def create(self, request: Request, **kwargs: Any) -> Response:
        """Add one."""
        thing = self.thing
        self.may("material.attach", thing)

        def act() -> Response:
            form = validated(MaterialForm, request.data, thing=thing)
            document = materials.attach(actor=self.actor, thing=thing, **form.cleaned_data)
            owner = form.cleaned_data.get("item") or thing
            made = [paper for paper in documents.papers(self.actor, [owner]) if paper.id == document.public_id]
            return Response(PaperSerializer(made[0]).data, status=status.HTTP_201_CREATED)

        return self.once(act)

    @no_body(responses={204: None})
    def destroy(self, request: Request, **kwargs: Any) -> Response:
        """Take one away."""
        thing = self.thing
        self.may("material.remove", thing)
        here = Document.objects.visible_to(self.actor).filter(public_id__in=[paper.id for paper in self.papers()])
        document = find(here, public_id=kwargs["public_id"])
        materials.remove(actor=self.actor, thing=thing, document=document)
        return Response(status=status.HTTP_204_NO_CONTENT)


class DecisionMaterials(MeetingMaterials):
    """Papers of a decision."""

    @property
    def thing(self) -> Any:
        """The decision of the address."""
        rows = Decision.objects.visible_to(self.actor).filter(body__initiative=self.initiative)
        return find(rows.select_related("body__initiative"), public_id=self.kwargs["decision"])
