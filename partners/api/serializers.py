"""How organisations, participations, mandates and contacts are told by the API: explicit fields, no keys."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from kernel import languages
from kernel.api_bodies import Texts
from partners.models import Contact, Interest, Mandate, Organisation, Participation


class OrganisationSerializer(serializers.ModelSerializer[Organisation]):
    """An organisation's profile."""

    id = serializers.CharField(source="public_id", read_only=True)
    name = Texts("name")
    about = Texts("about")
    sector = serializers.CharField(read_only=True)
    kind = serializers.CharField(read_only=True)
    district = serializers.CharField(read_only=True)
    size = serializers.CharField(read_only=True)

    class Meta:
        model = Organisation
        fields = (
            "id",
            "name",
            "about",
            "sector",
            "kind",
            "registration_no",
            "district",
            "size",
            "website",
            "mail",
            "telephone",
            "is_demo",
            "version",
        )
        read_only_fields = fields


class ParticipationSerializer(serializers.ModelSerializer[Participation]):
    """A participation: of an organisation or of a person; the other one is null."""

    id = serializers.CharField(source="public_id", read_only=True)
    organisation = serializers.SerializerMethodField()
    person = serializers.SerializerMethodField()
    name = serializers.SerializerMethodField()
    kind = serializers.CharField(read_only=True)
    state = serializers.CharField(read_only=True)

    class Meta:
        model = Participation
        fields = ("id", "organisation", "person", "name", "kind", "state", "starts_on", "ends_on", "version")
        read_only_fields = fields

    def get_organisation(self, row: Participation) -> str | None:
        """The organisation's id."""
        return row.organisation.public_id if row.organisation else None

    def get_person(self, row: Participation) -> str | None:
        """The person's id."""
        return row.person.public_id if row.person else None

    @extend_schema_field({"type": "object", "additionalProperties": {"type": "string"}})
    def get_name(self, row: Participation) -> dict[str, str]:
        """The name in every language."""
        return languages.values(row.organisation or row.person, "name")


class MandateSerializer(serializers.ModelSerializer[Mandate]):
    """A mandate with its person."""

    id = serializers.CharField(source="public_id", read_only=True)
    participation = serializers.CharField(source="participation.public_id", read_only=True)
    person = serializers.CharField(source="person.public_id", read_only=True)
    name = serializers.SerializerMethodField()
    kind = serializers.CharField(read_only=True)
    joined = serializers.SerializerMethodField()

    class Meta:
        model = Mandate
        fields = ("id", "participation", "person", "name", "kind", "joined", "starts_on", "ends_on", "at")
        read_only_fields = fields

    @extend_schema_field({"type": "object", "additionalProperties": {"type": "string"}})
    def get_name(self, row: Mandate) -> dict[str, str]:
        """The person's name in every language."""
        return languages.values(row.person, "name")

    def get_joined(self, row: Mandate) -> bool:
        """Whether the person has accepted an invitation."""
        return row.person.joined_at is not None


class ContactSerializer(serializers.ModelSerializer[Contact]):
    """A contact."""

    id = serializers.CharField(source="public_id", read_only=True)
    name = Texts("name")
    language = serializers.CharField(read_only=True)
    function_language = serializers.CharField(read_only=True)
    shown_to = serializers.CharField(read_only=True)

    class Meta:
        model = Contact
        fields = (
            "id",
            "name",
            "function",
            "function_language",
            "mail",
            "telephone",
            "language",
            "shown_to",
            "consent_on",
            "version",
        )
        read_only_fields = fields


class InterestSerializer(serializers.ModelSerializer[Interest]):
    """A declared interest."""

    id = serializers.CharField(source="public_id", read_only=True)
    person = serializers.CharField(source="person.public_id", read_only=True)
    organisation = serializers.CharField(source="organisation.public_id", read_only=True)
    kind = serializers.CharField(read_only=True)

    class Meta:
        model = Interest
        fields = ("id", "person", "organisation", "kind", "starts_on", "ends_on")
        read_only_fields = fields


class FellowSerializer(serializers.Serializer[Any]):
    """A fellow of the initiative: name and function, nothing more."""

    id = serializers.CharField(source="public_id", read_only=True)
    name = Texts("name")
    function = serializers.CharField(read_only=True)
