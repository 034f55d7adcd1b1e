"""Initiatives and what belongs to them."""

import factory

from initiative.models import Factor, Goal, Initiative, InitiativeKind, Stage, StageEntry
from kernel import clock


class InitiativeFactory(factory.django.DjangoModelFactory):
    """An initiative that is not public."""

    class Meta:
        model = Initiative

    slug = factory.Sequence(lambda n: f"initiative-{n}")
    name_he = factory.Sequence(lambda n: f"יוזמה {n}")
    name_en = factory.Sequence(lambda n: f"Initiative {n}")


class SphereFactory(InitiativeFactory):
    """An impact sphere."""

    kind = InitiativeKind.SPHERE
    slug = factory.Sequence(lambda n: f"sphere-{n}")


class StageFactory(factory.django.DjangoModelFactory):
    """A stage."""

    class Meta:
        model = Stage

    initiative = factory.SubFactory(InitiativeFactory)
    code = factory.Sequence(lambda n: f"stage-{n}")
    name_he = factory.Sequence(lambda n: f"שלב {n}")
    position = factory.Sequence(lambda n: n)


class StageEntryFactory(factory.django.DjangoModelFactory):
    """An entry into a stage."""

    class Meta:
        model = StageEntry

    stage = factory.SubFactory(StageFactory)
    on = factory.LazyFunction(clock.today)
    reason = "כך הוחלט"


class GoalFactory(factory.django.DjangoModelFactory):
    """A goal."""

    class Meta:
        model = Goal

    initiative = factory.SubFactory(InitiativeFactory)
    name_he = factory.Sequence(lambda n: f"מטרה {n}")
    position = factory.Sequence(lambda n: n)


class FactorFactory(factory.django.DjangoModelFactory):
    """A factor of the road map."""

    class Meta:
        model = Factor

    initiative = factory.SubFactory(InitiativeFactory)
    name_he = factory.Sequence(lambda n: f"גורם הצלחה {n}")
    position = factory.Sequence(lambda n: n)
