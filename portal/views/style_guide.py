"""The style guide: every component once, in both languages. For the demonstration and for those who run the portal."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.decorators import method_decorator
from django.views.generic import View

from kernel import clock, formatting, numbers
from kernel.actor import Actor
from kernel.views import ActorMixin, Page
from portal import style_samples


def _is_open(actor: Actor) -> bool:
    return bool(settings.DEMO or settings.DEBUG or actor.keys("accounts.admin"))


@method_decorator(login_not_required, name="dispatch")
class StyleGuide(Page):
    """Open in demo mode and to administrators; elsewhere it is not there."""

    policy = "public"
    template_name = "portal/style_guide.html"

    def check(self, subject: Any) -> None:
        """Elsewhere there is no such page."""
        if not _is_open(self.actor):
            raise Http404

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """The samples."""
        return style_samples.context()


@method_decorator(login_not_required, name="dispatch")
class TryGrid(ActorMixin, View):
    """Answers the guide's entry grid as the real one does, and keeps nothing."""

    policy = "public"
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Each cell by itself: a number is written as people write it, anything else is refused with a sentence."""
        if not _is_open(self.actor):
            raise Http404
        cells = {
            name: _answer(str(value), request.POST.get(f"revision:{name}", "0"))
            for name, value in request.POST.items()
            if f"revision:{name}" in request.POST
        }
        return JsonResponse({"cells": cells, "saved_at": formatting.moment_words(clock.now(), "time")})


def _answer(typed: str, revision: str) -> dict[str, Any]:
    reading = numbers.parse(typed)
    if reading.refusal:
        return {"state": "refused", "sentence": str(reading.refusal)}
    value = "" if reading.value is None else formatting.figure(reading.value)
    return {"state": "saved", "value": value, "revision": int(revision) + 1 if revision.isdigit() else 1}
