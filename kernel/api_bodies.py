"""How the API's schema tells what an act takes: the form of the page, written as a body of named fields.

    @extend_schema(request=body("GoalOrder", translated=("name",), optional=("parent", "position")))

The form itself validates; this only describes.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers

from kernel import languages
from kernel.errors import Invalid
from kernel.permissions import Answer, require

_bodies: dict[tuple[Any, ...], Any] = {}


def body(
    name: str,
    *,
    translated: Collection[str] = (),
    required: Collection[str] = (),
    optional: Collection[str] = (),
    days: Collection[str] = (),
    flags: Collection[str] = (),
    numbers: Collection[str] = (),
    more: Mapping[str, Any] | None = None,
) -> Any:
    """A body: texts in every language, required and optional texts, days, yes-or-no fields, whole numbers.

    The same name with the same fields is one component of the schema, whichever floors use it.
    """
    fields: dict[str, Any] = {}
    for field in translated:
        for column in languages.columns(field):
            fields[column] = serializers.CharField(required=False, allow_blank=True)
    fields |= {field: serializers.CharField() for field in required}
    fields |= {field: serializers.CharField(required=False, allow_blank=True) for field in optional}
    fields |= {field: serializers.DateField(required=False, allow_null=True) for field in days}
    fields |= {field: serializers.BooleanField(required=False) for field in flags}
    fields |= {field: serializers.IntegerField(required=False, allow_null=True) for field in numbers}
    fields |= more or {}
    shape = (name, *((field, type(kind).__name__, kind.required) for field, kind in fields.items()))
    if shape not in _bodies:
        _bodies[shape] = inline_serializer(name, fields)
    return _bodies[shape]


def no_body(**told: Any) -> Callable[[Any], Any]:
    """The act takes no body: so the schema says, and `KnownQuery` refuses whatever is named in one."""

    def mark(method: Any) -> Any:
        method.takes_no_body = True
        return extend_schema(request=None, **told)(method)

    return mark


class Texts(serializers.DictField):
    """A translated text: one entry per language."""

    child = serializers.CharField()

    def __init__(self, field: str, **kwargs: Any) -> None:
        self.translated = field
        super().__init__(source="*", read_only=True, **kwargs)

    def to_representation(self, value: Any) -> dict[str, str]:
        """The text in every language."""
        return languages.values(value, self.translated)


def filled(defaults: Mapping[str, Any], sent: Any) -> dict[str, Any]:
    """What was sent, with what stands where nothing was; a body that is no object is refused."""
    if sent is not None and not isinstance(sent, Mapping):
        raise Invalid(_("Send an object with named fields."))
    return {**{name: value for name, value in defaults.items() if value is not None}, **(sent or {})}


def gate(answer: Answer) -> None:
    """The policy before the form: 404 where it hides the thing, else its sentence. The act asks it again."""
    if not answer and getattr(answer, "hidden", False):
        raise Http404
    require(answer)
