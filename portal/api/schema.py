"""How the API's schema tells its operations: grouped by the noun that an address is about, not all below one
initiative; with the scope that a token needs and the refusals, which have one body everywhere.
"""

from typing import Any, ClassVar

from drf_spectacular.openapi import AutoSchema
from rest_framework import serializers


class RefusalSerializer(serializers.Serializer[Any]):
    """Every refusal: a code for the program, the sentence that the page shows, and for wrong fields one each."""

    code = serializers.CharField()
    detail = serializers.CharField()
    fields = serializers.DictField(child=serializers.ListField(child=serializers.CharField()), required=False)  # type: ignore[assignment]


class ByNoun(AutoSchema):
    """One group for each noun: `initiatives/{initiative}/measures/…` belongs to measures."""

    REFUSALS: ClassVar[dict[str, str]] = {
        "400": "Some fields are not right, or a parameter is not known: `fields` names each with its sentence.",
        "401": "Nobody is signed in, or the token is not known.",
        "403": "The rules refuse it, or the token lacks the scope: `detail` is the sentence of the page.",
        "404": "There is nothing at this address that you may see.",
        "429": "Too many requests: wait a minute and go on.",
    }
    CLASHES: ClassVar[dict[str, str]] = {
        "409": "Somebody was faster, or the row is another than the one that `If-Match` names: read it again.",
    }

    def get_operation(self, *args: Any, **kwargs: Any) -> Any:
        """The operation with its scope and its refusals."""
        operation = super().get_operation(*args, **kwargs)
        if operation is None:
            return None
        changes = self.method not in {"GET", "HEAD", "OPTIONS"}
        told = self.REFUSALS | (self.CLASHES if changes else {})
        if getattr(self.view, "policy", "") != "public" or changes:
            kind = "write" if changes else "read"
            scope = str(getattr(self.view, f"{kind}_scope", kind))
            said = f"A token needs the scope `{scope}`."
            operation["description"] = f"{operation.get('description', '')}\n\n{said}".strip()
        ref = self.resolve_serializer(RefusalSerializer, "response").ref
        for code, text in told.items():
            body = {"content": {"application/json": {"schema": ref}}, "description": text}
            operation["responses"].setdefault(code, body)
        operation["responses"] = dict(sorted(operation["responses"].items()))
        return operation

    def get_tags(self) -> list[str]:
        """The first word after the parent that the address names, else the first word."""
        words = [word for word in self._tokenize_path() if word]
        inside = [word for word in words[1:] if not word.startswith("{")]
        return [(inside if words[:1] == ["initiatives"] and inside else words or ["root"])[0]]

    def _get_paginator(self) -> Any:
        """Only lists come in pages: an act that answers with all its rows takes no page."""
        return super()._get_paginator() if getattr(self.view, "action", "") == "list" else None
