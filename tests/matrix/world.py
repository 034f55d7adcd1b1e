"""A small demo world for the walks, and the objects that fill addresses in it. Not a test."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.test import Client

from accounts.models import Person
from initiative.models import Factor, Goal, Initiative, Stage
from measurement import models as measurement
from partners import models as partners
from portal.demo import seed, stage
from tests.conftest import made_fresh
from tests.matrix.addresses import Address
from working_groups import models as groups

PERSONAS = (
    "director",
    "coordinator",
    "evaluator",
    "steering",
    "chair",
    "lead",
    "data",
    "signatory",
    "funder",
    "ministry",
    "member",
    "applicant",
    "admin",
    "anonymous",
)


@contextmanager
def seeded() -> Iterator[None]:
    """The small demo world, rolled back at the end."""
    with transaction.atomic():
        for _line in seed.run(stage.SMALL):
            pass
        yield
        transaction.set_rollback(True)


def client_of(persona: str, language: str = "he") -> Client:
    """A browser of a persona, signed in without the sign-in page."""
    client = Client(raise_request_exception=False, headers={"accept-language": language})
    if persona != "anonymous":
        person = Person.objects.get(email=f"{persona}@demo.example")
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        made_fresh(client, person)
    return client


class Filler:
    """Finds the objects of one initiative by the noun of the path. `own` is the partner of the personas."""

    def __init__(self, slug: str = "5x2") -> None:
        self.initiative = Initiative.objects.get(slug=slug)
        here = partners.Participation.objects.filter(initiative=self.initiative, kind="partner").order_by("pk")
        self.own = here.filter(organisation__isnull=False).first()
        self.other = here.filter(organisation__isnull=False).exclude(pk=self.own.pk).first()

    def nouns(self, part: Any) -> dict[str, Callable[[dict[str, Any]], Any]]:
        """How each noun is found for a participation."""
        here = {"initiative": self.initiative}
        through = {"measure_set__initiative": self.initiative}
        return {
            "goals": lambda got: Goal.objects.filter(**here).first(),
            "factors": lambda got: Factor.objects.filter(**here).first(),
            "stages": lambda got: Stage.objects.filter(**here).order_by("position").last(),
            "partners": lambda got: part,
            "mandates": lambda got: partners.Mandate.objects.filter(participation=part).order_by("pk").first(),
            "interests": lambda got: partners.Interest.objects.order_by("pk").first(),
            "organisations": lambda got: part.organisation,
            "contacts": lambda got: partners.Contact.objects.filter(organisation=part.organisation).first(),
            "people": lambda got: Person.objects.get(email="lead@demo.example"),
            "preview": lambda got: Person.objects.get(email="lead@demo.example"),
            "bodies": lambda got: groups.Body.objects.filter(**here, kind="group").order_by("pk").first(),
            "meetings": lambda got: self._meeting(got.get("bodies")),
            "agenda": lambda got: groups.AgendaItem.objects.filter(meeting=got.get("meetings")).first(),
            "seats": lambda got: groups.Seat.objects.filter(body=got.get("bodies")).order_by("pk").first(),
            "decisions": lambda got: groups.Decision.objects.filter(body__initiative=self.initiative).last(),
            "tasks": lambda got: groups.Task.objects.filter(participation=part).order_by("pk").last(),
            "measures": lambda got: measurement.Measure.objects.filter(**here).order_by("pk")[3:4].first(),
            "results": lambda got: measurement.Measure.objects.filter(**here).order_by("pk").first(),
            "sets": lambda got: measurement.MeasureSet.objects.filter(**here).first(),
            "dimensions": lambda got: measurement.Dimension.objects.filter(**here).first(),
            "cycles": lambda got: measurement.Cycle.objects.filter(**through).order_by("pk").last(),
            "requests": lambda got: self._requests(part).order_by("pk").last(),
            "reviews": lambda got: measurement.Submission.objects.filter(request__in=self._requests(part)).last(),
            "questions": lambda got: measurement.Question.objects.filter(
                submission__request__in=self._requests(part)
            ).last(),
            "corrections": lambda got: measurement.Correction.objects.first(),
            "uploads": lambda got: measurement.Upload.objects.first(),
        }

    @staticmethod
    def _meeting(body: Any) -> Any:
        return groups.Meeting.objects.filter(body=body, minutes__isnull=False).order_by("pk").first()

    @staticmethod
    def _requests(part: Any) -> Any:
        return measurement.ReportingRequest.objects.filter(participation=part)

    def arguments(self, address: Address, part: Any) -> dict[str, Any] | None:
        """The parameters of an address; None where this initiative has no such object."""
        found: dict[str, Any] = {}
        out: dict[str, Any] = {}
        finders = self.nouns(part)
        for noun, name in address.nouns():
            if name == "initiative" or (name == "slug" and noun == "initiatives"):
                out[name] = self.initiative.slug
                continue
            if name in {"token", "key"}:
                out[name] = "nothing-here"
                continue
            if name in {"number", "version"}:
                out[name] = 1
                continue
            row = finders[noun](found) if noun in finders else None
            if row is None:
                return None
            found[noun] = row
            out[name] = getattr(row, "public_id", None) or getattr(row, "code", None) or row.pk
        return out
