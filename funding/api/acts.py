"""An act as a method of a viewset: policy, form, service; and its body in the schema, told by the form itself.

sign = act("funding.pledge.sign", pledges.sign, forms.SignPledgeForm, argument="pledge", text="Sign it.")
"""

from collections.abc import Callable
from typing import Any

from django import forms
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from funding.api.bases import OfFund
from funding.forms.fields import FundForm
from kernel import languages, permissions
from kernel.api_bodies import body, gate, no_body

Method = Callable[..., Response]


def act(
    policy: str,
    service: Callable[..., Any],
    form_class: type[FundForm] | None = None,
    *,
    argument: str,
    text: str,
    asked: Callable[[Any], Any] | None = None,
    gives: type[serializers.BaseSerializer[Any]] | None = None,
    order: Any = None,
) -> Method:
    """An act on the row of the address. `asked`: whom the policy is asked about; `gives`: how a new row is told."""

    taken, told = order or (form_class and order_of(form_class)), {201: gives} if gives else None

    @(extend_schema(request=taken, responses=told) if taken else no_body(responses=told))
    def method(self: OfFund, request: Request, **kwargs: Any) -> Response:
        row = self.get_object()
        gate(permissions.ask(policy, self.actor, asked(row) if asked else row))

        def run() -> Response:
            self.require_seen(row)
            values = self.typed(form_class, row) if form_class else {}
            result = self.perform(service, argument, row, values)
            return made(self, gives, result) if gives else self.answer(self.get_object())

        return self.once(run)

    method.__doc__ = text
    return method


def make(
    policy: str,
    service: Callable[..., Any],
    form_class: type[FundForm],
    *,
    text: str,
    argument: str = "fund",
    asked: Callable[..., permissions.Answer] | None = None,
    gives: type[serializers.BaseSerializer[Any]],
) -> Method:
    """An act on the fund that makes a row. `asked` answers in the policy's place, where it is about more."""

    @extend_schema(request=order_of(form_class), responses={201: gives})
    def method(self: OfFund, request: Request, **kwargs: Any) -> Response:
        fund = self.fund
        gate(asked(self.actor, fund) if asked else permissions.ask(policy, self.actor, fund))

        def run() -> Response:
            result = self.perform(service, argument, fund, self.typed(form_class, fund))
            return made(self, gives, result)

        return self.once(run)

    method.__doc__ = text
    return method


def made(view: OfFund, serializer: type[serializers.BaseSerializer[Any]], row: Any) -> Response:
    """A new row."""
    return Response(serializer(row, context=view.get_serializer_context()).data, status=status.HTTP_201_CREATED)


def order_of(form_class: type[FundForm]) -> Any:
    """The body that an act takes: the fields of the form, rows as lists of objects."""
    fields: dict[str, Any] = {}
    for name, options in getattr(form_class, "translated", {}).items():
        for code in languages.codes():
            needed = options.get("required", "default") == "default" and code == languages.default()
            fields[languages.column(name, code)] = serializers.CharField(required=needed, allow_blank=not needed)
    for name, field in form_class.base_fields.items():
        if name != "version":
            fields[name] = _told(field)
    for rows in form_class.repeated:
        cells = ", ".join(rows.cells)
        fields[rows.name] = serializers.ListField(
            child=serializers.DictField(), required=False, help_text=f"At most {rows.count}, each with {cells}."
        )
    floor = form_class.__module__.rpartition(".")[2].capitalize()
    return body(f"Funding{floor}{form_class.__name__.removesuffix('Form')}Order", more=fields)


def _told(field: forms.Field) -> Any:
    needed = field.required and field.initial is None
    if isinstance(field, forms.FileField):
        return serializers.FileField(required=needed)
    if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        return serializers.ListField(child=serializers.CharField(), required=needed)
    if isinstance(field, forms.BooleanField):
        return serializers.BooleanField(required=False)
    if isinstance(field, forms.IntegerField):
        return serializers.IntegerField(required=needed, allow_null=not needed)
    if isinstance(field, forms.DateField):
        return serializers.DateField(required=needed, allow_null=not needed)
    return serializers.CharField(required=needed, allow_blank=not needed)


__all__ = ["act", "made", "make", "order_of"]
