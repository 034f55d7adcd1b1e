"""How people and tokens are told by the API: explicit fields, never a password or a hash."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import AdminTerm, ApiToken, Person
from accounts.models.tokens import Scope
from kernel import languages
from kernel.api import in_every_language


class PersonSerializer(serializers.ModelSerializer[Person]):
    """A person, for that person and for administrators."""

    id = serializers.CharField(source="public_id", read_only=True)
    name = serializers.SerializerMethodField()

    class Meta:
        model = Person
        fields = (
            "id",
            "name",
            "email",
            "function",
            "function_language",
            "telephone",
            "language",
            "time_zone",
            "calendar",
            "joined_at",
        )
        read_only_fields = fields

    @extend_schema_field({"type": "object", "additionalProperties": {"type": "string"}})
    def get_name(self, person: Person) -> dict[str, str]:
        """One entry per language."""
        return in_every_language(person, "name")


class TermSerializer(serializers.ModelSerializer[AdminTerm]):
    """A term of administration with its person."""

    id = serializers.CharField(source="public_id", read_only=True)
    person = serializers.CharField(source="person.public_id", read_only=True)
    name = serializers.SerializerMethodField()

    class Meta:
        model = AdminTerm
        fields = ("id", "person", "name", "starts_on", "ends_on", "ended_at")
        read_only_fields = fields

    @extend_schema_field({"type": "object", "additionalProperties": {"type": "string"}})
    def get_name(self, term: AdminTerm) -> dict[str, str]:
        """The person's name in every language."""
        return in_every_language(term.person, "name")


class TokenSerializer(serializers.ModelSerializer[ApiToken]):
    """A token without its secret."""

    id = serializers.CharField(source="public_id", read_only=True)
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=Scope.choices), read_only=True)
    last_day = serializers.DateField(read_only=True)
    is_live = serializers.BooleanField(read_only=True)

    class Meta:
        model = ApiToken
        fields = ("id", "name", "prefix", "scopes", "created_at", "last_day", "last_used_at", "revoked_at", "is_live")
        read_only_fields = fields


class NewTokenSerializer(TokenSerializer):
    """A token with its secret, told once."""

    secret = serializers.SerializerMethodField()

    class Meta(TokenSerializer.Meta):
        fields = (*TokenSerializer.Meta.fields, "secret")  # type: ignore[assignment]
        read_only_fields = fields  # type: ignore[assignment]

    def get_secret(self, token: ApiToken) -> str:
        """What to send in the Authorization header."""
        return str(self.context["secret"])


class PersonChange(serializers.Serializer[Any]):
    """What a person may change; all optional."""

    function = serializers.CharField(required=False)
    telephone = serializers.CharField(required=False)
    language = serializers.CharField(required=False)
    time_zone = serializers.CharField(required=False)
    calendar = serializers.CharField(required=False)

    def get_fields(self) -> dict[str, Any]:
        """One field of the name for each language."""
        names = {column: serializers.CharField(required=False) for column in languages.columns("name")}
        return {**names, **super().get_fields()}


class TokenOrder(serializers.Serializer[Any]):
    """A new token: what for, what it may do, its last day."""

    name = serializers.CharField(max_length=80)
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=Scope.choices))
    expires_on = serializers.DateField()
