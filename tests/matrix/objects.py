"""The objects that stand in addresses: found in the demo, made where it holds none. Not a test.

`Filler(place)` fills the parameters of any address with objects of that place. An act meets an object in the state in
which it may be done, so that who is refused is refused for a right that is lacking.
"""

import datetime
from collections.abc import Callable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db.models import QuerySet

from accounts.models import AdminTerm, ApiToken, Invitation
from communication.models import Mail
from documents.models import Document, Link, Version
from initiative.models import Factor, Goal, Stage
from kernel import clock
from measurement import models as measurement
from measurement.models import Assignment as Assigned
from partners import models as partners
from tests.factories import measurement as measured
from tests.factories import working_groups as seated
from tests.factories.initiative import FactorFactory, GoalFactory
from tests.factories.partners import ContactFactory, InterestFactory
from tests.matrix.addresses import Address
from tests.matrix.money import MoneyFinders
from tests.matrix.world import Place
from working_groups import models as groups

BEFORE = {"open", "call", "move", "cancel", "edit", "new"}  # what is done with a meeting before it is held
WORDS = {"reason": "טעות בהקלדה", "reason_language": "he"}


def one(rows: QuerySet[Any], make: Callable[[], Any], **wanted: Any) -> Any:
    """The newest of the rows, or a new one."""
    return rows.filter(**wanted).order_by("pk").last() or make()


class Filler(MoneyFinders):
    """The objects of one place, by the noun of the path and the act on it."""

    def __init__(self, place: Place) -> None:
        self.place, self.act, self.route = place, "", ""
        self.here = {"initiative": place.initiative}

    def arguments(self, address: Address) -> dict[str, Any] | None:
        """The parameters of an address; None where no finder knows its noun."""
        out: dict[str, Any] = {}
        self.route, self.act = address.route, address.route.rstrip("/").rpartition("/")[2]
        for noun, name in address.nouns():
            if name == "initiative" or (name == "slug" and noun == "initiatives"):
                out[name] = self.place.initiative.slug
            elif name in {"number", "version"}:
                out[name] = 1
            elif name == "language":
                out[name] = "en"
            else:
                finder = getattr(self, f"find_{noun.replace('-', '_')}", None)
                if finder is None:
                    return None
                row = finder()
                out[name] = row.code if name == "code" else row.public_id
        return out

    # the initiative

    def find_goals(self) -> Any:
        return one(Goal.objects.filter(**self.here), lambda: GoalFactory(**self.here))

    def find_factors(self) -> Any:
        return one(Factor.objects.filter(**self.here), lambda: FactorFactory(**self.here))

    def find_stages(self) -> Any:
        return Stage.objects.filter(**self.here).order_by("position").last()

    # people and partners

    def find_people(self) -> Any:
        return self.place.who

    find_preview = find_people

    def find_participations(self) -> Any:
        return self.place.part

    def find_partners(self) -> Any:
        """The partner; below a set one that owes it."""
        if "/sets/" in self.route:
            known = {"measure_set": self.find_sets(), "participation": self.place.part}
            begun = clock.today() - datetime.timedelta(days=9)
            one(Assigned.objects, lambda: Assigned.objects.create(starts_on=begun, **known), **known)
        return self.place.part

    def find_organisations(self) -> Any:
        return self.place.part.organisation

    def find_mandates(self) -> Any:
        return partners.Mandate.objects.filter(participation=self.place.part, person=self.place.who).first()

    def find_contacts(self) -> Any:
        organisation = self.place.part.organisation
        return one(organisation.contacts.all(), lambda: ContactFactory(organisation=organisation))

    def find_interests(self) -> Any:
        known = {"person": self.place.who, "organisation": self.place.part.organisation}
        return one(partners.Interest.objects, lambda: InterestFactory(**known), **known)

    def find_assignments(self) -> Any:
        """A partner that owes the set."""
        return self.find_partners()

    def find_invitations(self) -> Any:
        """One that waits for an answer."""
        soon = clock.now() + datetime.timedelta(days=7)
        known = {"person": self.place.who}
        columns = {"token_hash": f"{self.place.who.pk:064}", "expires_at": soon}
        return one(
            Invitation.objects.filter(state="sent"), lambda: Invitation.objects.create(**known, **columns), **known
        )

    def find_administrators(self) -> Any:
        return AdminTerm.objects.get()

    def find_tokens(self) -> Any:
        soon = clock.now() + datetime.timedelta(days=7)
        known = {"person": self.place.who}
        columns = {"name": "לוח", "token_hash": f"{self.place.who.pk:064}", "scopes": ["read"], "expires_at": soon}
        return one(ApiToken.objects, lambda: ApiToken.objects.create(**known, **columns), **known)

    def find_mails(self) -> Any:
        known = {"person": self.place.who, "state": "failed"}
        columns = {"message_id": f"<{self.place.who.pk}@demo.example>", "kind": "digest", "is_secret": False}
        return one(Mail.objects, lambda: Mail.objects.create(**known, **columns), **known)

    find_mailbox = find_mails

    def find_documents(self) -> Any:
        """A file that belongs to the partner's report."""
        return self._document(self._request("accepted"))

    def find_materials(self) -> Any:
        """A file of the decision or meeting in the address."""
        return self._document(self.find_decisions() if "/decisions/" in self.route else self.find_meetings())

    def _document(self, owner: Any) -> Any:
        kind = ContentType.objects.get_for_model(owner)
        found = Document.objects.filter(links__content_type=kind, links__object_id=owner.pk).first()
        if found is None:
            found = Document.objects.create(title="קובץ", title_language="he", by=self.place.who)
            bytes_ = {"file": ContentFile(b"a", "a"), "name": "a.txt", "media_type": "text/plain", "size": 1}
            Version.objects.create(document=found, number=1, hash="0" * 64, by=self.place.who, **bytes_)
            Link.objects.create(document=found, content_type=kind, object_id=owner.pk)
        return found

    # bodies

    def find_bodies(self) -> Any:
        return self.place.body

    def find_seats(self) -> Any:
        known = {"body": self.place.body}
        return one(groups.Seat.objects.filter(role="member"), lambda: seated.SeatFactory(**known), **known)

    def find_meetings(self) -> Any:
        """A held one with minutes; for what happens before a meeting, one to come."""
        known = {"body": self.place.body}
        is_agenda = "/items/" in self.route or "/agenda/" in self.route
        if is_agenda or (self.act in BEFORE and "/minutes/" not in self.route):
            state = "planned" if self.act == "open" else "agenda_open"
            rows = groups.Meeting.objects.filter(state=state)
            return one(rows, lambda: seated.MeetingFactory(state=state, number=80 + len(state), **known), **known)
        return self._minutes().meeting

    def _minutes(self) -> Any:
        state = {"send": "approved", "confirm": "sent", "lock": "confirmed", "correct": "sent"}.get(self.act)
        known = {"meeting__body": self.place.body}
        if state is None and self.act in {"minutes", "edit", "approve"}:
            state = "draft"
        rows = groups.Minutes.objects.filter(**known, **({"state": state} if state else {"versions_count__gt": 0}))
        return one(
            rows,
            lambda: seated.ApprovedMinutesFactory(
                state=state or "sent", meeting__number=70 + len(state or "sent"), **known
            ),
        )

    def find_agenda(self) -> Any:
        meeting = self.find_meetings()
        return one(meeting.items.all(), lambda: seated.AgendaItemFactory(meeting=meeting, accepted=False))

    find_items = find_agenda

    def find_decisions(self) -> Any:
        """A decided one; what happens before a decision meets one on the table or a proposal."""
        known = {"body": self.place.body}
        states = {"decide": "tabled", "respond": "tabled", "recuse": "tabled", "answers": "tabled", "table": "proposed"}
        state = states.get(self.act, "proposed" if self.act in {"edit", "translate", "translations"} else "decided")
        rows = groups.Decision.objects.filter(state=state)
        return one(rows, lambda: self._decision(state), **known)

    def _decision(self, state: str) -> Any:
        if state == "decided":
            return seated.DecidedFactory(body=self.place.body, number=99)
        row = seated.DecisionFactory(body=self.place.body, state=state, number=80 + len(state))
        for seat in groups.Seat.objects.filter(body=self.place.body) if state == "tabled" else ():
            seated.ResponseFactory(decision=row, seat=seat)
        return row

    def find_tasks(self) -> Any:
        """A task of the partner, given by the body."""
        known = {"participation": self.place.part, "person": self.place.who, "body": self.place.body}
        state = "done" if self.act == "reopen" else "open"
        done = {"done_at": clock.now()} if state == "done" else {}
        rows = groups.Task.objects.filter(state=state)
        return one(rows, lambda: seated.TaskFactory(state=state, **done, **known), **known)

    # measures

    def find_measures(self) -> Any:
        rows = measurement.Measure.objects.filter(**self.here)
        state = {"pilot": "drafted", "approve": "drafted", "edit": "drafted", "agree": "piloted", "enact": "agreed"}
        if "definitions" in self.route and self.act in state:
            wanted = {"definitions__version": 1, "definitions__state": state[self.act]}
            return one(rows, lambda: self._measure(state[self.act]), **wanted)
        return one(rows, lambda: self._measure("live"), definitions__state="live")

    def find_results(self) -> Any:
        """A measure with published figures."""
        rows = measurement.Measure.objects.filter(**self.here)
        return one(rows, self.find_measures, definitions__public_figures__isnull=False)

    def _measure(self, state: str) -> Any:
        text = {} if state == "live" else {"live_on": None}
        return measured.DefinitionFactory(measure__initiative=self.place.initiative, state=state, **text).measure

    def find_sets(self) -> Any:
        rows = measurement.MeasureSet.objects.filter(**self.here)
        return one(rows, lambda: measured.MeasureSetFactory(**self.here))

    def find_dimensions(self) -> Any:
        return one(measurement.Dimension.objects.filter(**self.here), lambda: measured.DimensionFactory(**self.here))

    def find_cycles(self) -> Any:
        state = {"open": "planned", "reopen": "closed", "publish": "closed"}.get(self.act, "opened")
        return self._cycle(state)

    def _cycle(self, state: str) -> Any:
        rows = measurement.Cycle.objects.filter(measure_set__initiative=self.place.initiative, state=state)
        return one(rows, lambda: self._new_cycle(state))

    # reports

    def find_requests(self) -> Any:
        states = {"recall": "submitted", "reopen": "accepted", "thanks": "submitted"}
        return self._request(states.get(self.act, "in_progress"))

    def _request(self, state: str) -> Any:
        known = {"participation": self.place.part}
        rows = measurement.ReportingRequest.objects.filter(state=state)
        if state == "accepted":
            rows = rows.filter(cycle__state="closed")
        cycle = "closed" if state == "accepted" else "opened"
        return one(
            rows,
            lambda: measured.RequestFactory(state=state, cycle=self._new_cycle(cycle), **known),
            **known,
        )

    def _new_cycle(self, state: str) -> Any:
        periods = measurement.Cycle.objects.filter(period__startswith="20").count()
        return measured.CycleFactory(measure_set=self.find_sets(), state=state, period=f"{2040 + periods}S")

    def find_reviews(self) -> Any:
        """A round that waits for its reviewer."""
        request = self._request("submitted")
        return one(request.submissions.all(), lambda: measured.SubmissionFactory(request=request, by=self.place.who))

    find_submissions = find_reviews

    def find_questions(self) -> Any:
        round_ = self.find_reviews()
        columns = {"text": "למה?", "text_language": "he", "by": self.place.who}
        return one(round_.questions.all(), lambda: measurement.Question.objects.create(submission=round_, **columns))

    def find_corrections(self) -> Any:
        """The partner asks for another number."""
        known = {"value__organisation": self.place.part.organisation}
        columns = {"number": 3, "by": self.place.who, **WORDS}
        value = one(measurement.Value.objects.filter(organisation=self.place.part.organisation), self._value)
        rows = measurement.Correction.objects
        return one(rows, lambda: measurement.Correction.objects.create(value=value, **columns), **known)

    def _value(self) -> Any:
        definition = self._measure("live").definitions.get()
        return measured.ValueFactory(organisation=self.place.part.organisation, definition=definition)

    def find_uploads(self) -> Any:
        """A file of the report, staged; below the figures one of them."""
        if "/figures/" in self.route:
            return self.find_figures()
        request = self.find_requests()
        return one(request.uploads.all(), lambda: self._upload("request", request))

    def find_figures(self) -> Any:
        """A file of public figures, staged."""
        return one(
            measurement.Upload.objects.filter(kind="figures", **self.here), lambda: self._upload("figures", None)
        )

    def _upload(self, kind: str, request: Any) -> Any:
        columns = {
            "scope_key": f"{kind}:{request.pk if request else self.place.initiative.slug}",
            "sha256": "0" * 64,
            "file_name": "א.xlsx",
        }
        stamp = {"by": self.place.who, "state": "staged"}
        return measurement.Upload.objects.create(kind=kind, request=request, **columns, **stamp, **self.here)
