"""The style guide: every component once, in both languages. For the demonstration and for those who run the portal."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.decorators import method_decorator

from kernel.views import Page
from portal import style_samples


@method_decorator(login_not_required, name="dispatch")
class StyleGuide(Page):
    """Open in demo mode and to administrators; elsewhere it is not there."""

    policy = "public"
    template_name = "portal/style_guide.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it, or say that there is no such page."""
        if not (settings.DEMO or settings.DEBUG or self.actor.keys("accounts.admin")):
            raise Http404
        return super().get(request, *args, **kwargs)

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """The samples."""
        return style_samples.context()
