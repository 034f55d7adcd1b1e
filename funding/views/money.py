"""What everybody may read of an initiative's money: one page, and the grants in the open standard."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from funding import exports
from funding.selectors import money_page
from initiative.scope import InitiativeMixin
from kernel.views import Page


class _Public(InitiativeMixin, Page):
    """For whoever may see the initiative; there is no such address where no fund is public."""

    policy = "public"
    reach = "all"

    def get_subject(self) -> Any:
        """The initiative, if a fund of it is public."""
        if not money_page.is_told(self.initiative):
            raise Http404
        return self.initiative


@method_decorator(login_not_required, name="dispatch")
class Money(_Public):
    """From whom, to whom, what is left: as of the last report."""

    template_name = "funding/money.html"

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """Every public fund."""
        return {"title": _("The money, in the open"), "funds": money_page.of(subject)}


@method_decorator(login_not_required, name="dispatch")
class OpenMoney(_Public):
    """Grants, and money into the pool, in the format of 360Giving: `kind` is json or csv."""

    kind: str = "json"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """The file of all public funds."""
        subject = self.get_subject()
        rows = exports.package(*money_page.with_rows(subject))["grants"]
        if self.kind == "json":
            return JsonResponse({"grants": rows}, json_dumps_params={"ensure_ascii": False, "indent": 1})
        answer = HttpResponse(exports.as_csv(rows), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{subject.slug}-360giving.csv"'
        return answer
