"""Who may care about an entry: the role words of its kind, resolved to people by their mandates, seats and terms.

It answers who is concerned, not who may see: the outbox asks `visible_to` for each of them afterwards.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q

from accounts.models import AdminTerm, Person
from audit import kinds
from audit.models import Entry
from kernel.models import dates_cover
from partners import workflow
from partners.models import Mandate, Participation, ParticipationKind
from working_groups.models import Body, Seat, SeatRole

REVIEWERS = ("director", "coordinator", "evaluator")
CHAIRS = (SeatRole.CHAIR, SeatRole.CO_CHAIR)


def reachable() -> Any:
    """People whom a mail may reach: they have joined, and their account is open."""
    return Person.objects.filter(joined_at__isnull=False, is_active=True, erased_at__isnull=True)


class Audience:
    """The people around many entries, read with a fixed number of queries."""

    def __init__(self, entries: Iterable[Entry], on: date) -> None:
        self.on = on
        self.entries = list(entries)

    def keys(self, name: str) -> set[int]:
        """The keys that the entries name under `about`."""
        return {int(entry.about[name]) for entry in self.entries if entry.about.get(name)}

    @cached_property
    def people(self) -> set[int]:
        """All who may be written to."""
        return set(reachable().values_list("pk", flat=True))

    @cached_property
    def participations(self) -> dict[int, list[tuple[int, str]]]:
        """(person, role) of each participation that was named, or of the named organisations and initiatives."""
        out: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for row in self._mandates:
            out[row.participation_id].append((row.person_id, row.kind))
        for part in self._individuals:
            out[part.pk].append((part.person_id, "representative"))  # type: ignore[arg-type]
        return out

    @cached_property
    def _concerned(self) -> Q:
        initiatives = self.keys("initiative")
        return Q(pk__in=self.keys("participation")) | Q(initiative_id__in=initiatives)

    @cached_property
    def _parts(self) -> dict[int, Participation]:
        rows = Participation.objects.filter(self._concerned, state__in=workflow.OPEN)
        return {row.pk: row for row in rows}

    @property
    def _individuals(self) -> list[Participation]:
        return [row for row in self._parts.values() if row.person_id]

    @cached_property
    def _mandates(self) -> list[Mandate]:
        return list(Mandate.objects.filter(dates_cover(self.on), participation_id__in=self._parts))

    @cached_property
    def backbone(self) -> dict[int, list[tuple[int, str]]]:
        """(person, role) of the staff of each initiative."""
        out: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for row in self._mandates:
            part = self._parts[row.participation_id]
            if part.kind == ParticipationKind.BACKBONE and part.state in workflow.ACTING:
                out[part.initiative_id].append((row.person_id, row.kind))
        return out

    @cached_property
    def members(self) -> dict[int, set[int]]:
        """Everybody who takes part in each initiative, guests not."""
        out: dict[int, set[int]] = defaultdict(set)
        for key, part in self._parts.items():
            if part.kind != ParticipationKind.GUEST and part.state != workflow.INVITED:
                out[part.initiative_id].update(person for person, _role in self.participations.get(key, ()))
        return out

    @cached_property
    def seats(self) -> dict[int, list[tuple[int, str]]]:
        """(person, role) of the seats of each body named."""
        out: dict[int, list[tuple[int, str]]] = defaultdict(list)
        rows = Seat.objects.filter(dates_cover(self.on), body_id__in=self.keys("body"))
        for body, person, role in rows.values_list("body_id", "person_id", "role"):
            out[body].append((person, role))
        return out

    @cached_property
    def facilitators(self) -> dict[int, int]:
        """Who facilitates each body named."""
        rows = Body.objects.filter(dates_cover(self.on, "facilitator__"), pk__in=self.keys("body"))
        return dict(rows.values_list("pk", "facilitator__person_id"))

    @cached_property
    def admins(self) -> set[int]:
        """The administrators."""
        return set(AdminTerm.objects.running(self.on).values_list("person_id", flat=True))

    def of(self, entry: Entry) -> dict[int, str]:
        """The people whom the kind of this entry names, each with the role word that chose them; not who did it."""
        out: dict[int, str] = {}
        for word in kinds.find(entry.kind).audience:
            for person in self.resolve(word, entry.about):
                if person != entry.by_id and person in self.people:
                    out.setdefault(person, word)
        return out

    def resolve(self, word: str, about: dict[str, Any]) -> Iterable[int]:
        """The people of one role word around the keys of an entry."""
        place, _dot, role = word.partition(".")
        if place == "person":
            return [int(key) for key in about.get("people") or ()]
        if place == "organisation":
            return [
                p for key in self._parts_of(about) for p, r in self.participations.get(key, ()) if role in ("all", r)
            ]
        if place == "initiative":
            return self._of_initiative(role, about.get("initiative"))
        if place == "body":
            return self._of_body(role, about.get("body"))
        return self.admins if word == "accounts.admin" else ()

    def _parts_of(self, about: dict[str, Any]) -> list[int]:
        if about.get("participation"):
            return [int(about["participation"])]
        if not (about.get("organisation") and about.get("initiative")):
            return []
        wanted = (about["organisation"], about["initiative"])
        return [key for key, part in self._parts.items() if (part.organisation_id, part.initiative_id) == wanted]

    def _of_initiative(self, role: str, key: Any) -> Iterable[int]:
        if not key:
            return ()
        if role == "all":
            return self.members.get(key, set()) | {person for person, _role in self.backbone.get(key, ())}
        wanted = REVIEWERS if role == "reviewers" else (role,)
        return [person for person, kind in self.backbone.get(key, ()) if kind in wanted]

    def _of_body(self, role: str, key: Any) -> Iterable[int]:
        if not key:
            return ()
        if role == "facilitator":
            found = self.facilitators.get(key)
            return [found] if found else []
        return [person for person, seat in self.seats.get(key, ()) if role == "members" or seat in CHAIRS]
