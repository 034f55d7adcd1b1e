"""How deliveries, digests and choices look in the API."""

from typing import Any

from rest_framework import serializers

from communication import wording
from communication.models import Delivery, Digest, Mail


class DeliverySerializer(serializers.ModelSerializer[Delivery]):
    """One entry told to oneself: by which road, why, and when it was seen."""

    kind = serializers.CharField(source="entry.kind")
    text = serializers.SerializerMethodField()

    class Meta:
        model = Delivery
        fields = ["public_id", "kind", "text", "channel", "reason", "at", "seen_at"]

    def get_text(self, row: Delivery) -> str:
        """The sentence, without direction marks."""
        return wording.plain(wording.of_entry(row.entry)) if row.entry_id in self.context.get("seen", ()) else ""


class DigestSerializer(serializers.ModelSerializer[Digest]):
    """The state of one digest: not its words."""

    person = serializers.CharField(source="person.public_id")
    maybe_sent = serializers.SerializerMethodField()
    sent_at = serializers.SerializerMethodField()

    class Meta:
        model = Digest
        fields = ["public_id", "person", "slot", "cadence", "due_at", "not_before", "state", "sent_at", "maybe_sent"]

    def get_maybe_sent(self, row: Digest) -> bool:
        """Whether nobody knows how a hand-over ended."""
        return bool(row.mail and row.mail.maybe_sent)

    def get_sent_at(self, row: Digest) -> Any:
        """When the mail left."""
        return row.mail.sent_at if row.mail else None


class MailSerializer(serializers.ModelSerializer[Mail]):
    """A mail that failed: why and how often it was tried; never its words."""

    class Meta:
        model = Mail
        fields = ["public_id", "kind", "recipient", "state", "attempts", "error", "created_at", "expires_at"]


class LineSerializer(serializers.Serializer[Any]):
    """One line of a digest."""

    section = serializers.CharField(source="line.section")
    text = serializers.SerializerMethodField()
    when = serializers.CharField(source="line.when")

    def get_text(self, shown: Any) -> str:
        """Without direction marks."""
        return wording.plain(shown.text)


class PreviewSerializer(serializers.Serializer[Any]):
    """A digest before it leaves: what both may see, and how much is hidden."""

    language = serializers.CharField()
    headline = serializers.CharField(source="shape.headline")
    leaves_at = serializers.DateTimeField(allow_null=True)
    is_empty = serializers.BooleanField()
    hidden = serializers.IntegerField()
    lines = serializers.SerializerMethodField()

    def get_lines(self, preview: Any) -> list[Any]:
        """Lines of the sections and of the groups."""
        parts = [*preview.shape["parts"], *preview.shape["groups"]]
        return LineSerializer([shown for part in parts for shown in part["lines"]], many=True).data  # type: ignore[return-value]


class ChoicesSerializer(serializers.Serializer[Any]):
    """One's own choices by subject, and what is in force."""

    choices = serializers.DictField(child=serializers.CharField())
    cadence = serializers.CharField(allow_null=True)
    proposed_cadence = serializers.CharField(allow_null=True)
