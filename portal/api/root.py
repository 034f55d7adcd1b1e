"""The front door of the API: what there is, the schema, and pages that explain it without any other host."""

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import translation
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel import languages
from kernel.api_rules import KnownQuery

# Name of the list, its address.
DOORS = {
    "me": "accounts_api:me",
    "tokens": "accounts_api:tokens",
    "initiatives": "initiative_api:initiatives",
    "organisations": "partners_api:organisations",
    "schema": "portal_api:schema",
    "docs": "portal_api:docs",
}


class Root(KnownQuery, APIView):
    """What stands at the top of the API."""

    policy = "public"

    @extend_schema(
        summary="What there is", responses={200: OpenApiTypes.OBJECT}, description="Addresses by name.", tags=["root"]
    )
    def get(self, request: Request) -> Response:
        """Addresses by name; those of floors that are not there are left out."""
        out: dict[str, str] = {}
        for name, view in DOORS.items():
            try:
                out[name] = reverse(view)
            except NoReverseMatch:
                continue
        return Response(out)


class Schema(SpectacularAPIView):
    """The OpenAPI document."""

    policy = "public"


class Docs(SpectacularSwaggerSplitView):
    """Readable pages over the schema in the portal's frame; style and script come from our own host.

    The address has no language: it is the reader's, or the one that `?language=` names.
    """

    policy = "public"
    url_name = "portal_api:schema"
    template_name = "portal/api_docs.html"

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The page, or its script."""
        chosen = request.GET.get("language", "")
        if chosen in languages.codes():
            translation.activate(chosen)
        request._request.language_in_query = True  # type: ignore[attr-defined]
        answer: Response = super().get(request, *args, **kwargs)
        if isinstance(answer.data, dict):
            answer.data["schema_address"] = reverse(self.url_name)
        return answer
