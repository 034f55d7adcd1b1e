"""Measures, definitions, cycles, requests, drafts; and `Loop`, a small world in which the whole loop can be run."""

from datetime import timedelta
from decimal import Decimal

import factory

from kernel import actor, clock
from measurement.models import (
    Category,
    Combination,
    Cycle,
    CycleState,
    Definition,
    DefinitionState,
    Dimension,
    DraftValue,
    Measure,
    MeasureSet,
    PublicFigure,
    ReportingRequest,
    RequestedMeasure,
    RequestState,
    Submission,
    Target,
    Value,
)
from partners.models import MandateKind
from tests.factories.accounts import PersonFactory
from tests.factories.initiative import InitiativeFactory
from tests.factories.partners import BackboneFactory, MandateFactory, OrganisationFactory, ParticipationFactory


class MeasureFactory(factory.django.DjangoModelFactory):
    """A measure of partners' performance."""

    class Meta:
        model = Measure

    initiative = factory.SubFactory(InitiativeFactory)
    code = factory.Sequence(lambda n: f"M-{n:02}")
    name_he = factory.Sequence(lambda n: f"מדד {n}")
    name_en = factory.Sequence(lambda n: f"Measure {n}")


class DefinitionFactory(factory.django.DjangoModelFactory):
    """A definition in force: a sum of people, the total alone."""

    class Meta:
        model = Definition

    measure = factory.SubFactory(MeasureFactory)
    version = 1
    state = DefinitionState.LIVE
    text_he, text_en = "כמה תלמידים סיימו", "How many pupils finished"
    unit_he, unit_en = "תלמידים", "pupils"
    text_state_he, text_state_en = "approved", "approved"
    cells = factory.LazyFunction(lambda: [""])
    live_on = factory.LazyFunction(clock.today)


class DimensionFactory(factory.django.DjangoModelFactory):
    """A complete dimension."""

    class Meta:
        model = Dimension

    initiative = factory.SubFactory(InitiativeFactory)
    code = factory.Sequence(lambda n: f"dim{n}")
    name_he = factory.Sequence(lambda n: f"פילוח {n}")
    is_complete = True


class CategoryFactory(factory.django.DjangoModelFactory):
    """A category."""

    class Meta:
        model = Category

    dimension = factory.SubFactory(DimensionFactory)
    code = factory.Sequence(lambda n: f"cat{n}")
    name_he = factory.Sequence(lambda n: f"קטגוריה {n}")
    position = factory.Sequence(lambda n: n)


class CombinationFactory(factory.django.DjangoModelFactory):
    """The total."""

    class Meta:
        model = Combination
        django_get_or_create = ("initiative", "code")

    initiative = factory.SubFactory(InitiativeFactory)
    code = ""


class MeasureSetFactory(factory.django.DjangoModelFactory):
    """A set that all active partners owe."""

    class Meta:
        model = MeasureSet

    initiative = factory.SubFactory(InitiativeFactory)
    name_he = factory.Sequence(lambda n: f"סט {n}")
    name_en = factory.Sequence(lambda n: f"Set {n}")


class CycleFactory(factory.django.DjangoModelFactory):
    """A planned cycle, due in two weeks."""

    class Meta:
        model = Cycle

    measure_set = factory.SubFactory(MeasureSetFactory)
    period = "2018S"
    due_on = factory.LazyFunction(lambda: clock.today() + timedelta(days=14))


class RequestFactory(factory.django.DjangoModelFactory):
    """A request of an open cycle, not started."""

    class Meta:
        model = ReportingRequest

    cycle = factory.SubFactory(CycleFactory, state=CycleState.OPENED)
    participation = factory.SubFactory(
        ParticipationFactory, initiative=factory.SelfAttribute("..cycle.measure_set.initiative")
    )
    due_on = factory.SelfAttribute("cycle.due_on")


class RequestedMeasureFactory(factory.django.DjangoModelFactory):
    """A measure asked for."""

    class Meta:
        model = RequestedMeasure

    request = factory.SubFactory(RequestFactory)
    definition = factory.SubFactory(
        DefinitionFactory, measure__initiative=factory.SelfAttribute("...request.cycle.measure_set.initiative")
    )


class DraftFactory(factory.django.DjangoModelFactory):
    """A cell with a number."""

    class Meta:
        model = DraftValue

    number = Decimal(100)


class SubmissionFactory(factory.django.DjangoModelFactory):
    """A first round."""

    class Meta:
        model = Submission

    request = factory.SubFactory(RequestFactory, state=RequestState.SUBMITTED)
    round = 1


class ValueFactory(factory.django.DjangoModelFactory):
    """An accepted total."""

    class Meta:
        model = Value

    organisation = factory.SubFactory(OrganisationFactory)
    definition = factory.SubFactory(DefinitionFactory)
    combination = factory.SubFactory(
        CombinationFactory, initiative=factory.SelfAttribute("..definition.measure.initiative")
    )
    period = "2018S"
    number = Decimal(100)


class PublicFigureFactory(factory.django.DjangoModelFactory):
    """A figure from outside."""

    class Meta:
        model = PublicFigure

    definition = factory.SubFactory(DefinitionFactory)
    combination = factory.SubFactory(
        CombinationFactory, initiative=factory.SelfAttribute("..definition.measure.initiative")
    )
    period = "2018"
    number = Decimal(16897)
    source = "משרד החינוך"


class TargetFactory(factory.django.DjangoModelFactory):
    """A target of the initiative."""

    class Meta:
        model = Target

    definition = factory.SubFactory(DefinitionFactory)
    period = "2019S"
    number = Decimal(120)


class Loop:
    """An initiative with its backbone, partners, measures by sex, a set and a cycle; people are actors by name."""

    def __init__(self, *, partners: int = 1, measures: int = 2) -> None:
        self.initiative = InitiativeFactory()
        self.backbone = BackboneFactory(initiative=self.initiative)
        self.sex = DimensionFactory(initiative=self.initiative, code="sex")
        for code in ("f", "m"):
            CategoryFactory(dimension=self.sex, code=code)
        self.cells = ["", "sex=f", "sex=m"]
        self.combinations = {code: CombinationFactory(initiative=self.initiative, code=code) for code in self.cells}
        self.measure_set = MeasureSetFactory(initiative=self.initiative)
        self.definitions = [
            DefinitionFactory(measure__initiative=self.initiative, cells=list(self.cells)) for _ in range(measures)
        ]
        self.measure_set.measures.set([one.measure for one in self.definitions])
        self.cycle = CycleFactory(measure_set=self.measure_set)
        self.participations = [ParticipationFactory(initiative=self.initiative) for _ in range(partners)]
        self.people: dict[str, object] = {}
        for kind in (MandateKind.DIRECTOR, MandateKind.COORDINATOR, MandateKind.EVALUATOR):
            self.person(kind, self.backbone)
        for kind in (MandateKind.REPRESENTATIVE, MandateKind.DATA_OFFICER, MandateKind.SIGNATORY):
            self.person(kind, self.participations[0])

    def person(self, kind: str, participation: object, name: str = "") -> object:
        """Somebody with that mandate; known by the kind unless named."""
        someone = PersonFactory()
        MandateFactory(person=someone, participation=participation, kind=kind)
        self.people[name or str(kind)] = someone
        return someone

    def actor(self, name: str) -> actor.Actor:
        """The actor of a person, with the grants of today."""
        return actor.for_user(self.people[name].pk)

    def request(self, index: int = 0) -> ReportingRequest:
        """A partner's request, after the cycle was opened; read anew."""
        return ReportingRequest.objects.select_related(
            "cycle__measure_set__initiative", "participation__organisation"
        ).get(cycle=self.cycle, participation=self.participations[index])

    def fill(self, index: int = 0, number: int = 100) -> ReportingRequest:
        """A whole draft of that request, written as the grid would."""
        request = self.request(index)
        numbers = {"": number, "sex=f": number // 2, "sex=m": number - number // 2}
        DraftValue.objects.bulk_create(
            DraftValue(
                request=request, definition=one, combination=self.combinations[code], number=Decimal(numbers[code])
            )
            for one in self.definitions
            for code in self.cells
        )
        ReportingRequest.objects.filter(pk=request.pk).update(state=RequestState.IN_PROGRESS)
        return self.request(index)
