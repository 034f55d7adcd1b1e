"""What the portal's endpoints answer: shapes only, everything is computed before."""

from typing import Any

from rest_framework import serializers


def _figure() -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=19, decimal_places=4, allow_null=True)


class PointSerializer(serializers.Serializer[Any]):
    """One figure of a series."""

    period = serializers.CharField()
    value = _figure()
    mark = serializers.CharField()
    version = serializers.IntegerField()
    series = serializers.CharField()
    reported = serializers.IntegerField()
    expected = serializers.IntegerField()
    revised_on = serializers.DateField(allow_null=True)
    source = serializers.CharField()  # type: ignore[assignment]  # the wire's own word
    url = serializers.CharField()


class TargetPointSerializer(serializers.Serializer[Any]):
    """What is aimed at in a period."""

    period = serializers.CharField()
    value = _figure()


class SeriesSerializer(serializers.Serializer[Any]):
    """A measure over time."""

    measure = serializers.CharField()
    id = serializers.CharField()
    name = serializers.DictField(child=serializers.CharField())
    unit = serializers.DictField(child=serializers.CharField())
    aggregation = serializers.CharField()
    direction = serializers.CharField()
    version = serializers.IntegerField()
    scope = serializers.CharField()
    combination = serializers.CharField()
    breaks = serializers.ListField(child=serializers.CharField())
    targets = TargetPointSerializer(many=True)
    points = PointSerializer(many=True)
    elsewhere = PointSerializer(many=True)


class SteeringMeasureSerializer(serializers.Serializer[Any]):
    """A measure of the dashboard, in the reader's language."""

    code = serializers.CharField()
    name = serializers.CharField()
    value = _figure()
    unit = serializers.CharField()
    period = serializers.CharField()
    state = serializers.CharField()
    target = serializers.CharField()
    better = serializers.CharField()
    change = serializers.CharField()
    story = serializers.CharField()
    reported = serializers.IntegerField()
    expected = serializers.IntegerField()
    quality = serializers.CharField()


class SteeringGoalSerializer(serializers.Serializer[Any]):
    """A goal with its measures."""

    id = serializers.CharField()
    name = serializers.CharField()
    measures = SteeringMeasureSerializer(many=True)


class WaitingDecisionSerializer(serializers.Serializer[Any]):
    """A decision that waits for positions."""

    number = serializers.IntegerField()
    title = serializers.CharField()
    due_on = serializers.DateField(allow_null=True)
    answered = serializers.IntegerField()
    asked = serializers.IntegerField()
    is_mine = serializers.BooleanField()


class SteeringSerializer(serializers.Serializer[Any]):
    """The committee's dashboard."""

    on = serializers.DateField()
    counts = serializers.DictField(child=serializers.IntegerField())
    goals = SteeringGoalSerializer(many=True)
    waiting = WaitingDecisionSerializer(many=True)
