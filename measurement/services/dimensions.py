"""Dimensions with their categories, and the combinations that cells are known by."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from audit import services as audit
from initiative.models import Initiative
from kernel import writing
from kernel.actor import Actor
from kernel.errors import Invalid
from kernel.permissions import require
from measurement.models import Category, Combination, Dimension
from measurement.policies import measures as policies


@transaction.atomic
def create(
    *, actor: Actor, initiative: Initiative, columns: Mapping[str, Any], categories: Sequence[Mapping[str, Any]]
) -> Dimension:
    """Director, coordinators or evaluator. A dimension with its categories, in their order.

    Refuses a dimension without categories, and codes that are taken.
    """
    require(policies.may_create_measure(actor, initiative))
    if not categories:
        raise Invalid(_("A dimension needs at least one category."))
    dimension = Dimension(initiative=initiative, **columns)
    writing.check(dimension)
    writing.insert(dimension, _("This code is taken in the initiative: choose another one."), "code_taken")
    _insert_categories(dimension, categories)
    audit.record(actor=actor, kind="measurement.dimension.created", subject=dimension, initiative=initiative)
    return dimension


@transaction.atomic
def add_category(*, actor: Actor, dimension: Dimension, columns: Mapping[str, Any]) -> Category:
    """The same people. One more category; definitions that are in force stay as they are.

    Refuses a code that is taken.
    """
    require(policies.may_change_dimension(actor, dimension))
    place = dimension.categories.count()
    category = _insert_categories(dimension, [{"position": place, **columns}])[0]
    audit.record(
        actor=actor,
        kind="measurement.dimension.changed",
        subject=dimension,
        changes={"category": ["", str(category)]},
        initiative=dimension.initiative,
    )
    return category


def _insert_categories(dimension: Dimension, categories: Sequence[Mapping[str, Any]]) -> list[Category]:
    made = []
    for place, columns in enumerate(categories):
        category = Category(dimension=dimension, **{"position": place, **columns})
        writing.check(category)
        writing.insert(category, _("Two categories have the same code: choose another one."), "code_taken")
        made.append(category)
    return made


def combinations(initiative_id: int, codes: Iterable[str]) -> dict[str, Combination]:
    """The rows of these codes; missing ones are made. Called inside the acts that need them."""
    wanted = set(codes)
    known = {one.code: one for one in Combination.objects.filter(initiative=initiative_id, code__in=wanted)}
    missing = wanted - set(known)
    if missing:
        Combination.objects.bulk_create(
            [Combination(initiative_id=initiative_id, code=code) for code in sorted(missing)], ignore_conflicts=True
        )
        known |= {one.code: one for one in Combination.objects.filter(initiative=initiative_id, code__in=missing)}
    return known
