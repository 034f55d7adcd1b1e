"""How initiatives, stages and goals are told by the API: explicit fields."""

from typing import Any

from rest_framework import serializers

from initiative.models import Goal, Initiative, Stage, StageEntry
from kernel.api_bodies import Texts


class InitiativeSerializer(serializers.ModelSerializer[Initiative]):
    """An initiative and its look."""

    name = Texts("name")
    short_name = Texts("short_name")
    sender_name = Texts("sender_name")
    kind = serializers.CharField(read_only=True)
    group_word = serializers.CharField(read_only=True)
    accent = serializers.CharField(read_only=True)
    languages = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Initiative
        fields = (
            "slug",
            "kind",
            "name",
            "short_name",
            "sender_name",
            "is_public",
            "starts_on",
            "ends_on",
            "languages",
            "group_word",
            "accent",
            "version",
        )
        read_only_fields = fields


class StageSerializer(serializers.ModelSerializer[Stage]):
    """A stage."""

    id = serializers.CharField(source="public_id", read_only=True)
    name = Texts("name")

    class Meta:
        model = Stage
        fields = ("id", "code", "name", "position", "starts_on", "ends_on")
        read_only_fields = fields


class StageEntrySerializer(serializers.ModelSerializer[StageEntry]):
    """An entry into a stage."""

    id = serializers.CharField(source="public_id", read_only=True)
    stage = serializers.CharField(source="stage.public_id", read_only=True)
    reason_language = serializers.CharField(read_only=True)

    class Meta:
        model = StageEntry
        fields = ("id", "stage", "on", "reason", "reason_language", "at")
        read_only_fields = fields


class BranchSerializer(serializers.Serializer[Any]):
    """A goal or a factor."""

    id = serializers.CharField(source="public_id", read_only=True)
    name = Texts("name")
    parent = serializers.SerializerMethodField()  # type: ignore[assignment]
    position = serializers.IntegerField(read_only=True)
    version = serializers.IntegerField(read_only=True)

    def get_parent(self, row: Goal) -> str | None:
        """The one it is part of."""
        return row.parent.public_id if row.parent else None
