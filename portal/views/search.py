"""The search of an initiative."""

from collections.abc import Mapping
from typing import Any

from initiative.scope import InitiativeMixin
from kernel.views import Page
from portal.dashboards import search


class Search(InitiativeMixin, Page):
    """One field, the answers by kind; each kind as far as the reader may see it."""

    policy = "visible"
    template_name = "portal/search.html"

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """What was found for `?q=`."""
        return {"answer": search.search(self.actor, self.initiative, self.request.GET.get("q", ""))}
