"""Bodies, seats, meetings, minutes, decisions, tasks. An organisation's seat brings its own person with a mandate."""

from datetime import timedelta

import factory

from kernel import clock
from kernel.text_states import TextState
from tests.factories.accounts import PersonFactory
from tests.factories.initiative import InitiativeFactory
from tests.factories.partners import MandateFactory, ParticipationFactory, long_ago
from working_groups.models import (
    AgendaItem,
    Attendance,
    Body,
    BodyKind,
    BodyState,
    Decision,
    DecisionState,
    Meeting,
    MeetingState,
    Minutes,
    MinutesState,
    MinutesVersion,
    Outcome,
    Recipient,
    Response,
    Seat,
    SeatKey,
    SeatRole,
    Task,
)


class BodyFactory(factory.django.DjangoModelFactory):
    """An active working group."""

    class Meta:
        model = Body

    initiative = factory.SubFactory(InitiativeFactory)
    name_he = factory.Sequence(lambda n: f"קבוצה {n}")
    name_en = factory.Sequence(lambda n: f"Group {n}")
    state = BodyState.ACTIVE
    starts_on = factory.LazyFunction(long_ago)


class SteeringFactory(BodyFactory):
    """An active steering committee."""

    kind = BodyKind.STEERING
    name_he = "ועדת ההיגוי"
    name_en = "Steering committee"


class SeatKeyFactory(factory.django.DjangoModelFactory):
    """One to three seats for the third sector."""

    class Meta:
        model = SeatKey

    body = factory.SubFactory(BodyFactory)
    sector = "third"
    least = 1
    most = 3


class SeatFactory(factory.django.DjangoModelFactory):
    """A member's seat; the person holds a mandate in the participation."""

    class Meta:
        model = Seat

    body = factory.SubFactory(BodyFactory)
    participation = factory.SubFactory(ParticipationFactory, initiative=factory.SelfAttribute("..body.initiative"))
    sector = factory.LazyAttribute(lambda seat: getattr(seat.participation.organisation, "sector", "community"))
    starts_on = factory.LazyFunction(long_ago)

    @factory.lazy_attribute
    def person(self):
        """A new representative of the participation, or the individual itself."""
        if self.participation.person_id:
            return self.participation.person
        return MandateFactory(participation=self.participation).person


class ChairSeatFactory(SeatFactory):
    """The chair's seat."""

    role = SeatRole.CHAIR


class MeetingFactory(factory.django.DjangoModelFactory):
    """A meeting planned for next week."""

    class Meta:
        model = Meeting

    body = factory.SubFactory(BodyFactory)
    number = factory.Sequence(lambda n: n + 1)
    topic_he = factory.Sequence(lambda n: f"נושא {n}")
    starts_at = factory.LazyFunction(lambda: clock.now() + timedelta(days=7))
    ends_at = factory.LazyAttribute(lambda meeting: meeting.starts_at + timedelta(hours=2))
    place = "תל אביב"


class HeldMeetingFactory(MeetingFactory):
    """A meeting held yesterday."""

    state = MeetingState.HELD
    starts_at = factory.LazyFunction(lambda: clock.now() - timedelta(days=1))


class AgendaItemFactory(factory.django.DjangoModelFactory):
    """An accepted item."""

    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    position = factory.Sequence(lambda n: n % 1000)
    title = factory.Sequence(lambda n: f"סעיף {n}")
    proposed_by = factory.SubFactory(PersonFactory)
    accepted = True


class AttendanceFactory(factory.django.DjangoModelFactory):
    """A seat that was present."""

    class Meta:
        model = Attendance

    meeting = factory.SubFactory(HeldMeetingFactory)
    seat = factory.SubFactory(SeatFactory, body=factory.SelfAttribute("..meeting.body"))
    presence = "present"


class MinutesFactory(factory.django.DjangoModelFactory):
    """A draft of minutes."""

    class Meta:
        model = Minutes
        skip_postgeneration_save = True

    meeting = factory.SubFactory(HeldMeetingFactory)
    text_he = "דיון והחלטות"
    text_en = "Discussion and decisions"
    text_state_he = TextState.DRAFT
    text_state_en = TextState.DRAFT
    written_by = factory.SubFactory(PersonFactory)


class ApprovedMinutesFactory(MinutesFactory):
    """Approved minutes with their first version."""

    state = MinutesState.APPROVED
    text_state_he = TextState.APPROVED
    text_state_en = TextState.APPROVED
    versions_count = 1
    approved_at = factory.LazyFunction(clock.now)

    first_version = factory.RelatedFactory("tests.factories.working_groups.MinutesVersionFactory", "minutes")


class MinutesVersionFactory(factory.django.DjangoModelFactory):
    """The first version."""

    class Meta:
        model = MinutesVersion

    minutes = factory.SubFactory(MinutesFactory)
    number = 1
    text_he = "דיון והחלטות"
    text_en = "Discussion and decisions"
    sha256 = "0" * 64


class RecipientFactory(factory.django.DjangoModelFactory):
    """Somebody the minutes went to."""

    class Meta:
        model = Recipient

    version = factory.SubFactory(MinutesVersionFactory)
    person = factory.SubFactory(PersonFactory)


class DecisionFactory(factory.django.DjangoModelFactory):
    """A proposed decision."""

    class Meta:
        model = Decision

    body = factory.SubFactory(BodyFactory)
    number = factory.Sequence(lambda n: n + 1)
    text_he = factory.Sequence(lambda n: f"הוחלט לאמץ את הצעה {n}")
    text_en = factory.Sequence(lambda n: f"Decided to adopt proposal {n}")
    text_state_he = TextState.DRAFT
    text_state_en = TextState.DRAFT


class DecidedFactory(DecisionFactory):
    """A decision that was adopted today."""

    state = DecisionState.DECIDED
    outcome = Outcome.ADOPTED
    text_state_he = TextState.APPROVED
    text_state_en = TextState.APPROVED
    tabled_at = factory.LazyFunction(clock.now)
    decided_on = factory.LazyFunction(clock.today)
    decided_at = factory.LazyFunction(clock.now)


class ResponseFactory(factory.django.DjangoModelFactory):
    """A seat whose answer is awaited."""

    class Meta:
        model = Response

    decision = factory.SubFactory(DecisionFactory, state=DecisionState.TABLED)
    seat = factory.SubFactory(SeatFactory, body=factory.SelfAttribute("..decision.body"))


class TaskFactory(factory.django.DjangoModelFactory):
    """An open task of a group, due next week."""

    class Meta:
        model = Task

    body = factory.SubFactory(BodyFactory)
    initiative = factory.SelfAttribute("body.initiative")
    participation = factory.SubFactory(ParticipationFactory, initiative=factory.SelfAttribute("..initiative"))
    title = factory.Sequence(lambda n: f"משימה {n}")
    due_on = factory.LazyFunction(lambda: clock.today() + timedelta(days=7))
    first_due_on = factory.SelfAttribute("due_on")

    @factory.lazy_attribute
    def person(self):
        """A new representative of the participation."""
        return MandateFactory(participation=self.participation).person
