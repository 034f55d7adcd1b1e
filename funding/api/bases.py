"""What the fund's endpoints share: the fund of the address, scopes of their own, an act with the form of its page.

A token needs `funding:read` and `funding:write` here; the general scopes do not open the money. Amounts are whole minor
units of their currency in what is read, and whole units as people type them ("1250.50") in what is sent.
"""

import datetime
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, ClassVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.parsers import MultiPartParser

from accounts.models import Scope
from documents.services import documents
from funding.forms.fields import FundForm
from funding.models import Fund
from funding.selectors import reach
from initiative.scope import InitiativeApiMixin
from kernel import permissions
from kernel.api import Scoped, validated
from kernel.api_bodies import filled, gate
from kernel.api_rules import StrictJSONParser
from kernel.errors import Invalid
from kernel.views import find


class OfFund(InitiativeApiMixin, Scoped):
    """Rows of the fund in the address: `of` is the path to it. Whoever sees neither fund nor rows finds nothing."""

    read_scope = Scope.FUNDING_READ
    write_scope = Scope.FUNDING_WRITE
    parser_classes = (StrictJSONParser, MultiPartParser)
    of: ClassVar[str] = "fund"
    opens: ClassVar[str] = ""  # the policy, asked about the fund, by which these rows exist for a reader at all

    @cached_property
    def fund(self) -> Fund:
        """The fund, for whoever sees it or any row of it here: a grantee sees its grants alone."""
        rows = reach.funds(self.actor, self.initiative, self.model, self.of)
        return find(rows, public_id=self.kwargs["fund"])  # type: ignore[no-any-return]

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Of this fund."""
        self.ask_to_open()
        return rows.filter(**{self.of: self.fund}).select_related(f"{self.of}__initiative")

    def ask_to_open(self) -> None:
        """Refuses whoever has no such list."""
        if self.opens:
            gate(permissions.ask(self.opens, self.actor, self.fund))

    def sent(self) -> Any:
        """The body, files among its fields."""
        data = self.request.data
        return data.dict() if hasattr(data, "dict") else data

    def typed(self, form_class: type[FundForm], subject: Any) -> dict[str, Any]:
        """What the act takes, read by the form of the page; what is not sent stays as the form begins."""
        return self.read(form_class, subject).values()

    def read(self, form_class: type[FundForm], subject: Any) -> Any:
        """The form, filled and right, or every fault of it."""
        sent = filled({}, self.sent())
        form = form_class(actor=self.actor, subject=subject)
        listed = {rows.name for rows in form.repeated if rows.name in sent}
        stands = {
            name: _as_typed(field, form.get_initial_for_field(field, name))
            for name, field in form.fields.items()
            if not any(name.startswith(f"{one}_") for one in listed)
        }
        data = filled(stands, _spread(form_class, sent))
        return validated(form_class, data, actor=self.actor, subject=subject)

    def perform(self, service: Callable[..., Any], argument: str, subject: Any, values: dict[str, Any]) -> Any:
        """Call the act; a file is kept as a document of what it makes: both or neither."""
        known = {argument: subject} if argument else {}
        with transaction.atomic():
            file = values.pop("file", None)
            if not file:
                return service(actor=self.actor, **known, **values)
            document = documents.add(actor=self.actor, file=file)
            result = service(actor=self.actor, **known, **values, document=document)
            documents.attach(document=document, owner=result if hasattr(result, "pk") else subject)
            return result


def _as_typed(field: Any, value: Any) -> Any:
    if value in (None, ""):
        return None
    return value.isoformat() if isinstance(value, datetime.date) else field.prepare_value(value)


def _spread(form_class: type[FundForm], sent: Mapping[str, Any]) -> dict[str, Any]:
    """Lists of rows, as the fields that the form has for them."""
    out = dict(sent)
    for rows in form_class.repeated:
        if rows.name not in out:
            continue
        listed = out.pop(rows.name)
        if not isinstance(listed, list) or len(listed) > rows.count or not all(isinstance(one, dict) for one in listed):
            said = _("Send a list of at most %(count)s objects.") % {"count": rows.count}
            raise Invalid(_("Some fields are not right."), fields={rows.name: [said]})
        for number, one in enumerate(listed, 1):
            out |= {rows.at(number, str(cell)): value for cell, value in one.items()}
    return out
