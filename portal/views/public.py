"""Pages that everybody may read: the initiatives of this portal."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.utils.decorators import method_decorator

from initiative.models import Initiative
from kernel.views import Page


@method_decorator(login_not_required, name="dispatch")
class Initiatives(Page):
    """The initiatives that one may see: the public ones, and one's own."""

    policy = "public"
    template_name = "portal/initiatives.html"

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """Name, kind and address of each."""
        rows = Initiative.objects.visible_to(self.actor).order_by("kind", "pk")
        return {"initiatives_list": list(rows)}
