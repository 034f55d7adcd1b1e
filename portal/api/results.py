"""Figures through the API: series of measures, and the committee's dashboard. The same door of numbers as the pages."""

from typing import Any, ClassVar

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from initiative.scope import InitiativeApiMixin
from kernel import languages
from kernel.api_rules import KnownQuery, actor_of
from kernel.errors import Invalid
from measurement.models import Measure
from measurement.selectors import known, scopes, series
from measurement.selectors.points import Point, Series
from measurement.selectors.slices import WHOLE
from portal.api.serializers import SeriesSerializer, SteeringSerializer
from portal.dashboards import lines
from portal.dashboards import steering as dashboards
from portal.dashboards.cards import Card

LONGEST = 60
AS_OF = OpenApiParameter(
    known.ASKED,
    str,
    description="What was known at the end of a day (`2018-09-01`) or at a moment with its zone. Totals of partners "
    "are then those of cycles published by that time.",
)


class SeriesList(InitiativeApiMixin, KnownQuery, APIView):
    """Series of an initiative's measures, as far as the reader may see them: the public reads what is published."""

    reach = "all"
    policy = "public"
    asks: ClassVar = {"": ("measure", "scope", "combination", known.ASKED)}

    @extend_schema(
        operation_id="series_list",
        summary="Series of measures",
        description="A share is a number between 0 and 1. `mark` says how sure a figure is or why it is not there.",
        parameters=[
            OpenApiParameter("measure", str, description="Code of a measure; repeat it for several.", many=True),
            OpenApiParameter("scope", str, description="`initiative`, `sector:third`, `organisation:` with its id …"),
            OpenApiParameter("combination", str, description="Cell of a dimension, e.g. `sex=f`; empty is the total."),
            AS_OF,
        ],
        responses=SeriesSerializer(many=True),
        tags=["results"],
    )
    def get(self, request: Request, **kwargs: Any) -> Response:
        """All series asked for, those of one scope and one cell."""
        actor, asked = actor_of(request), request.query_params
        named, combination = asked.get("scope", WHOLE), asked.get("combination", "")
        if max(len(named), len(combination)) > LONGEST:
            raise Invalid(_("The scope or the cell is longer than any can be."))
        if (scope := scopes.inside(named)) is None:
            raise Http404
        who = series.reader(actor, self.initiative.pk)
        rows = Measure.objects.filter(initiative=self.initiative, retired_on__isnull=True).order_by("code")
        if codes := [code[:LONGEST] for code in asked.getlist("measure")][:200]:
            rows = rows.filter(code__in=codes)
        measures = list(rows.select_related("initiative"))
        readable = series.readable(actor, measures, scope)
        if measures and not readable:
            raise Http404
        found = series.many(actor, readable, scope, combination, as_of=known.moment(asked.get(known.ASKED, "")))
        shown = [one for one in found.values() if who.takes_part or one.last is not None]
        return Response(SeriesSerializer([_series(one, named) for one in shown], many=True).data)


class Steering(InitiativeApiMixin, KnownQuery, APIView):
    """The committee's dashboard as data."""

    reach = "partners"
    policy = "visible"
    asks: ClassVar = {"": ("goal", "period", known.ASKED)}

    @extend_schema(
        operation_id="dashboards_steering",
        summary="The committee's dashboard",
        parameters=[
            OpenApiParameter("goal", str, description="Public id of a goal."),
            OpenApiParameter("period", str, description="Nothing after this period, e.g. `2018` or `2018-Q3`."),
            AS_OF,
        ],
        responses=SteeringSerializer,
        tags=["results"],
    )
    def get(self, request: Request, **kwargs: Any) -> Response:
        """Goals with their measures, the counts, and the decisions that wait."""
        asked = request.query_params
        as_of = known.moment(asked.get(known.ASKED, ""))
        goal, period = asked.get("goal", ""), asked.get("period", "")
        screen = dashboards.steering(actor_of(request), self.initiative, goal, period, as_of)
        body = {
            "on": screen.on,
            "counts": screen.counts,
            "goals": [
                {
                    "id": goal.public_id,
                    "name": goal.name.value if goal.name else "",
                    "measures": [_card(card) for card in goal.cards],
                }
                for goal in screen.goals
            ],
            "waiting": [
                {
                    "number": row.number,
                    "title": row.title.value,
                    "due_on": row.due_on,
                    "answered": row.answered,
                    "asked": row.asked,
                    "is_mine": row.is_mine,
                }
                for row in screen.waiting
            ],
        }
        return Response(SteeringSerializer(body).data)


def _card(card: Card) -> dict[str, Any]:
    last = card.series.last
    return {
        "code": card.code,
        "name": card.title.value,
        "value": last.result if last else None,
        "unit": card.unit,
        "period": last.period if last else "",
        "state": card.state,
        "target": card.target,
        "better": str(card.better),
        "change": card.change,
        "story": card.story,
        "reported": card.reported,
        "expected": card.expected,
        "quality": card.quality,
    }


def _series(one: Series, scope: str) -> dict[str, Any]:
    definition = one.definition
    return {
        "measure": one.measure.code,
        "id": one.measure.public_id,
        "name": languages.values(one.measure, "name"),
        "unit": languages.values(definition, "unit") if definition else {},
        "aggregation": definition.aggregation if definition else "",
        "direction": one.measure.direction,
        "version": definition.version if definition else 0,
        "scope": scope,
        "combination": one.combination,
        "breaks": list(one.breaks),
        "targets": [{"period": code, "value": value} for code, value in one.targets],
        "points": [_point(point) for point in one.points],
        "elsewhere": [_point(point) for point in one.elsewhere],
    }


def _point(point: Point) -> dict[str, Any]:
    return {
        "period": point.period,
        "value": point.result,
        "mark": str(lines.mark(point)),
        "version": point.version,
        "series": point.series,
        "reported": point.reported,
        "expected": point.expected,
        "revised_on": point.revised_on,
        "source": point.source,
        "url": point.url,
    }
