"""The people of an initiative. Fellows see each other's name and function; roles and mail only who works with them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Lower, NullIf

from accounts.models import Person
from initiative.models import Initiative
from kernel import clock, languages
from kernel.actor import Actor
from kernel.models import dates_cover
from partners import workflow
from partners.models import Mandate, Participation


@dataclass(frozen=True)
class Place:
    """Where somebody acts: the organisation, with the function there if the reader may know it."""

    organisation: languages.Text
    url: str
    roles: tuple[Any, ...]


@dataclass(frozen=True)
class Fellow:
    """One person of the list."""

    public_id: str
    name: languages.Text
    function: str
    function_language: str
    mail: str
    joined: bool
    places: tuple[Place, ...]


def fellows(actor: Actor, initiative: Initiative) -> QuerySet[Any]:
    """People who take part today, in any state but invited; the backbone sees those who are still invited too."""
    states = workflow.OPEN if actor.has(initiative.pk, "partners.backbone") else workflow.TAKING_PART
    mandates = Mandate.objects.filter(
        dates_cover(clock.today()), participation__initiative=initiative, participation__state__in=states
    )
    individuals = Participation.objects.filter(initiative=initiative, person__isnull=False, state__in=states)
    rows = Person.objects.filter(
        Q(pk__in=mandates.order_by().values("person")) | Q(pk__in=individuals.order_by().values("person"))
    ).filter(erased_at__isnull=True)
    names = [NullIf(languages.column("name", code), Value("")) for code in (languages.current(), *languages.codes())]
    return rows.annotate(shown_name=Lower(Coalesce(*names, Value(""), output_field=CharField())))


def rows(actor: Actor, initiative: Initiative, people: Iterable[Person]) -> list[Fellow]:
    """The lines of one page, in two queries more."""
    listed = list(people)
    staff = actor.has(initiative.pk, "partners.backbone")
    places = _places(actor, initiative, listed, staff)
    return [
        Fellow(
            public_id=person.public_id,
            name=languages.text(person, "name"),
            function=person.function,
            function_language=person.function_language,
            mail=person.email if staff else "",
            joined=person.joined_at is not None,
            places=places.get(person.pk, ()),
        )
        for person in listed
    ]


def _places(
    actor: Actor, initiative: Initiative, people: Iterable[Person], staff: bool
) -> dict[int, tuple[Place, ...]]:
    """Where each person stands; in what role only the backbone and one's own organisation are told."""
    roles: defaultdict[int, dict[int, list[Any]]] = defaultdict(lambda: defaultdict(list))
    participations: dict[int, Participation] = {}
    mandates = Mandate.objects.filter(
        dates_cover(clock.today()),
        person__in=[person.pk for person in people],
        participation__initiative=initiative,
        participation__state__in=workflow.OPEN,
    ).select_related("participation__organisation", "participation__initiative")
    for mandate in mandates.order_by("participation", "pk"):
        participation = mandate.participation
        if not staff and participation.state == workflow.INVITED:
            continue
        participations[participation.pk] = participation
        held = roles[mandate.person_id][participation.pk]
        if staff or actor.has(participation.pk, "partners.own"):
            held.append(mandate.get_kind_display())
    return {
        person: tuple(_place(participations[key], held) for key, held in by_participation.items())
        for person, by_participation in roles.items()
    }


def _place(participation: Participation, roles: list[Any]) -> Place:
    name = languages.text(participation.organisation, "name")
    return Place(name, participation.get_absolute_url(), tuple(roles))


@dataclass(frozen=True)
class MandateLine:
    """One mandate as its page shows it: `state` is now, later or ended."""

    mandate: Mandate
    name: languages.Text
    kind_label: Any
    starts_on: date
    ends_on: date | None
    state: str
    joined: bool
    given_by: Any


def mandates_of(actor: Actor, participation: Participation) -> list[MandateLine]:
    """The mandates of a participation, running ones first."""
    today = clock.today()
    listed = (
        Mandate.objects.visible_to(actor)
        .filter(participation=participation)
        .select_related("person", "by", "participation__initiative", "participation__organisation")
        .order_by("-starts_on", "pk")
    )
    rank = {"now": 0, "later": 1, "ended": 2}
    out = [
        MandateLine(
            mandate=row,
            name=languages.text(row.person, "name"),
            kind_label=row.get_kind_display(),
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            state="now" if row.covers(today) else "later" if row.starts_on > today else "ended",
            joined=row.person.joined_at is not None,
            given_by=row.by,
        )
        for row in listed
    ]
    return sorted(out, key=lambda line: rank[line.state])
