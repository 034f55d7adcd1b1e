"""Finds in the seeded world what the table of pages names: the open report of a person, the last meeting, a measure."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.urls import reverse

from funding.models import Fund
from initiative.models import Initiative
from kernel import actor as actors
from measurement.models import Cycle, Measure, ReportingRequest, Submission
from measurement.policies import requests as filling
from measurement.policies import reviews as reviewing
from measurement.selectors import sheets
from partners.models import Participation
from working_groups.models import Body, Meeting

INITIATIVE = "5x2"


def actor_of(person: str) -> actors.Actor:
    """The actor of a demo person."""
    row = get_user_model()._default_manager.get(email=f"{person}@demo.example")
    return actors.for_user(row.pk, language="he")


def _page(rows: Callable[[], Iterable[Any]]) -> Callable[[], str]:
    """The address of the first of some rows."""

    def address() -> str:
        found = next(iter(rows()), None)
        if found is None:
            raise LookupError("the world holds no such thing")
        return str(found.get_absolute_url())

    return address


def fillable() -> ReportingRequest:
    """An open report that the data officer may fill in."""
    who = actor_of("data")
    for request in ReportingRequest.objects.visible_to(who).order_by("-pk"):
        if filling.may_fill(who, request):
            return request
    raise LookupError("no open report")


def acceptable() -> Submission:
    """A report that waits for the coordinator's review."""
    who = actor_of("coordinator")
    for submission in Submission.objects.visible_to(who).filter(request__state="submitted").order_by("-pk"):
        if reviewing.may_accept(who, submission):
            return submission
    raise LookupError("no report waits")


def grid() -> str:
    """The entry grid."""
    return fillable().get_absolute_url()


def save_cells() -> str:
    """Where the grid's script saves."""
    return reverse("measurement:request-cells", args=[INITIATIVE, fillable().public_id])


def a_cell() -> dict[str, str]:
    """The name of one cell of that report; the number is another at each save, so that every save writes."""
    return {next(iter(sheets.sheet(fillable()).by_name())): ""}


def review() -> str:
    """The review page of a report that waits."""
    return acceptable().get_absolute_url()


def _inside(model: type, path: str) -> Callable[[], Iterable[Any]]:
    return lambda: model.objects.filter(**{path: Initiative.objects.get(slug=INITIATIVE)}).order_by("pk")[:1]  # type: ignore[attr-defined]


def _of_fund(path: str) -> Callable[[], str]:
    """A page of the fund with the long journal."""
    return lambda: f"{Fund.objects.latest('pk').get_absolute_url()}{path}"


fund, journal, trial = _of_fund(""), _of_fund("ledger/"), _of_fund("trial-balance/")
journal_by_account = _of_fund("ledger/?account=bank&page=300")
measure = _page(_inside(Measure, "initiative"))
partner = _page(_inside(Participation, "initiative"))
body = _page(_inside(Body, "initiative"))
meeting = _page(_inside(Meeting, "body__initiative"))
cycle = _page(_inside(Cycle, "measure_set__initiative"))
