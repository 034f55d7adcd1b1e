"""What the tables themselves refuse."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from measurement.models import Definition, DefinitionState, Value
from tests.factories.measurement import (
    CombinationFactory,
    DefinitionFactory,
    MeasureFactory,
    TargetFactory,
    ValueFactory,
)

pytestmark = pytest.mark.django_db


def test_the_first_value_of_a_cell_stands_once():
    value = ValueFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        ValueFactory(organisation=value.organisation, definition=value.definition, combination=value.combination)
    assert Value.objects.count() == 1


def test_a_value_is_replaced_once():
    value = ValueFactory()
    again = {"organisation": value.organisation, "definition": value.definition, "combination": value.combination}
    ValueFactory(**again, number=Decimal(7), replaces=value)
    with pytest.raises(IntegrityError), transaction.atomic():
        ValueFactory(**again, number=Decimal(8), replaces=value)
    assert Value.objects.current().get().number == 7


def test_a_value_holds_a_number_or_a_blank_and_never_both_or_none():
    for number, blank in ((None, ""), (Decimal(1), "not_applicable")):
        with pytest.raises(IntegrityError), transaction.atomic():
            ValueFactory(number=number, blank=blank)
    assert ValueFactory(number=Decimal(0)).number == 0


@pytest.mark.parametrize("change", [{"number": Decimal(5)}, {"period": "2019S"}])
def test_an_accepted_value_cannot_be_changed_by_any_statement(change):
    value = ValueFactory()
    with pytest.raises(DatabaseError), transaction.atomic():
        Value.objects.filter(pk=value.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Value.objects.filter(pk=value.pk)._raw_delete("default")


def test_a_live_definition_is_frozen_but_for_its_state():
    definition = DefinitionFactory()
    with pytest.raises(DatabaseError), transaction.atomic():
        Definition.objects.filter(pk=definition.pk).update(unit_he="אחר")
    assert Definition.objects.filter(pk=definition.pk).update(state=DefinitionState.SUPERSEDED) == 1


def test_a_draft_of_a_definition_may_change():
    definition = DefinitionFactory(state=DefinitionState.DRAFTED)
    assert Definition.objects.filter(pk=definition.pk).update(unit_he="אחר") == 1


def test_a_measure_has_one_live_definition():
    definition = DefinitionFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        DefinitionFactory(measure=definition.measure, version=2)


def test_a_measure_needs_its_name_in_the_default_language():
    with pytest.raises(IntegrityError), transaction.atomic():
        MeasureFactory(name_he="")


def test_a_code_is_unique_inside_one_initiative_only():
    measure = MeasureFactory(code="M-1")
    with pytest.raises(IntegrityError), transaction.atomic():
        MeasureFactory(initiative=measure.initiative, code="M-1")
    assert MeasureFactory(code="M-1").pk


def test_a_combination_never_changes_its_code():
    combination = CombinationFactory(code="sex=f")
    with pytest.raises(DatabaseError), transaction.atomic():
        type(combination).objects.filter(pk=combination.pk).update(code="sex=m")


def test_a_target_is_a_fact():
    target = TargetFactory()
    with pytest.raises(DatabaseError), transaction.atomic():
        type(target).objects.filter(pk=target.pk).update(number=1)
