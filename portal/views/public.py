"""Pages that everybody may read: initiatives, their published results, the accessibility statement."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.decorators import method_decorator

from initiative.scope import InitiativeMixin
from kernel import downloads, languages
from kernel.views import Page, find
from measurement.models import Measure
from measurement.selectors import series, shown
from portal.dashboards import files
from portal.dashboards import public as dashboards


@method_decorator(login_not_required, name="dispatch")
class Initiatives(Page):
    """The initiatives that one may see: the public ones, and one's own."""

    policy = "public"
    template_name = "portal/initiatives.html"

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """Each with the number it is known by."""
        return {"fronts": dashboards.fronts(self.actor)}


@method_decorator(login_not_required, name="dispatch")
class Accessibility(Page):
    """What the portal does for people with disabilities, what it cannot do yet, and whom to tell."""

    policy = "public"
    template_name = "portal/accessibility.html"

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """A page of words."""
        return {}


@method_decorator(login_not_required, name="dispatch")
class Privacy(Page):
    """What is kept of people, who sees it, for how long, and what they may do about it."""

    policy = "public"
    template_name = "portal/privacy.html"

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """A page of words."""
        return {}


class _Open(InitiativeMixin, Page):
    """A page of a public initiative; a private one is there for its own people only."""

    reach = "all"
    policy = "public"


@method_decorator(login_not_required, name="dispatch")
class InitiativePage(_Open):
    """The initiative as the public sees it: one number, its story, all published results."""

    template_name = "portal/initiative.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """The page, or its figures as a file."""
        if request.GET.get("format") in {"csv", "xlsx"}:
            found = [shown.series(one) for one in dashboards.published(self.actor, self.initiative)]
            return downloads.respond(
                request, files.rows(found), files.columns(), request.GET["format"], f"{self.initiative.slug}-results"
            )
        return super().get(request, *args, **kwargs)

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """The whole page."""
        return {"page": dashboards.page(self.actor, self.initiative)}


@method_decorator(login_not_required, name="dispatch")
class ResultPage(_Open):
    """The published figures of one measure."""

    template_name = "portal/result.html"

    def get_subject(self) -> Measure:
        """Found in the initiative of the address; whether anything of it is published the page asks."""
        rows = Measure.objects.filter(initiative=self.initiative, retired_on__isnull=True)
        measure: Measure = find(rows.select_related("initiative"), public_id=self.kwargs["public_id"])
        return measure

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """The page, or its figures as a file."""
        if request.GET.get("format") in {"csv", "xlsx"}:
            measure = self.get_subject()
            one = series.one(self.actor.public(), measure)
            if one.last is None:
                raise Http404
            return downloads.respond(
                request, files.rows([shown.series(one)]), files.columns(), request.GET["format"], measure.code
            )
        return super().get(request, *args, **kwargs)

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """The result, or no such page."""
        result = dashboards.result(self.actor, self.initiative, subject, self.request.GET.get("period", ""))
        if result is None:
            raise Http404
        return {
            "result": result,
            "crumbs": [
                (
                    str(languages.text(self.initiative, "name")),
                    reverse("portal:initiative", args=[self.initiative.slug]),
                ),
                (result.card.title.value, ""),
            ],
        }
