"""What the pages of acts share: one form with its act, one button with its act, and the list of acts a page offers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import transaction
from django.utils.translation import gettext_lazy

from documents.services import documents
from funding.forms.owners import fund_of
from funding.views.bases import InFund, OfFund, crumbs, fund_url, name_of
from kernel import permissions
from kernel.actor import Actor
from kernel.permissions import Answer
from kernel.views import ActView, FormPage

# Refusals that say nothing to the reader of a page: another role's act, or a state in which nobody does it.
SILENT = frozenset(
    [
        "not_director",
        "not_treasurer",
        "not_staff",
        "not_money",
        "not_reader",
        "not_lead",
        "not_signer",
        "not_contact",
        "not_assessor",
        "wrong_state",
        "met",
        "home",
        "not_restricted",
        "closed",
        "signed",
        "not_signed",
        "released",
        "assigned",
        "answer_owed",
    ]
)


@dataclass(frozen=True)
class Act:
    """One act as a page offers it."""

    url: str
    label: Any
    verdict: Answer
    icon: str = ""
    kind: str = ""
    is_press: bool = False
    small: bool = False
    confirm: Any = ""
    confirm_text: Any = ""
    about: str = ""


def act(actor: Actor, policy: str, subject: Any, url: str, label: Any, **more: Any) -> Act:
    """An act with the answer of its policy."""
    return Act(url, label, permissions.ask(policy, actor, subject), **more)


def press(actor: Actor, policy: str, subject: Any, url: str, label: Any, **more: Any) -> Act:
    """An act without a form."""
    return act(actor, policy, subject, url, label, is_press=True, **more)


def offered(acts: Sequence[Act]) -> list[Act]:
    """Those the reader may do, and those refused for a reason worth reading."""
    return [one for one in acts if one.verdict or getattr(one.verdict, "code", "") not in SILENT]


class FormAct(FormPage):
    """One form with its act. `service` is called with what the form gives, and with the subject as `argument` if it
    has one.

    A file in the form is kept as a document and belongs to what the act makes.
    """

    template_name = "funding/form.html"
    title: ClassVar[Any] = ""
    submit: ClassVar[Any] = gettext_lazy("Save")
    lead: ClassVar[Any] = ""
    after: ClassVar[tuple[Any, ...]] = ()
    danger: ClassVar[bool] = False
    service: ClassVar[Callable[..., Any]]
    argument: ClassVar[str] = "fund"
    back: ClassVar[str] = ""
    paper: ClassVar[str] = "document"

    def get_form_kwargs(self, subject: Any) -> dict[str, Any]:
        """Who fills it in, about what."""
        return {"actor": self.actor, "subject": subject}

    def get_fund(self, subject: Any) -> Any:
        """The fund of the subject."""
        return fund_of(subject)

    def get_back_url(self, subject: Any) -> str:
        """Where the form came from, and where it goes after the act."""
        return fund_url(self.back, self.get_fund(subject)) if self.back else str(subject.get_absolute_url())

    def get_title(self, subject: Any) -> str:
        """The heading."""
        return str(self.title)

    def get_facts(self, subject: Any) -> Sequence[tuple[Any, Any]]:
        """What to know while filling it in."""
        return ()

    def get_warnings(self, subject: Any) -> Sequence[Any]:
        """Sentences to read before filling it in."""
        return ()

    def get_way(self, subject: Any) -> Sequence[tuple[str, str]]:
        """The crumbs between the fund and the form."""
        return ()

    def get_context(self, subject: Any, form: Any) -> Mapping[str, Any]:
        """The words of the page."""
        title, fund = self.get_title(subject), self.get_fund(subject)
        return {
            "title": title,
            "crumbs": crumbs(fund, *self.get_way(subject), (title, "")),
            "submit": self.submit,
            "lead": self.lead,
            "after": self.after,
            "facts": self.get_facts(subject),
            "warnings": self.get_warnings(subject),
            "danger": self.danger,
            "cancel_url": self.get_back_url(subject),
        }

    def act(self, subject: Any, form: Any) -> Any:
        """Keep the file, if there is one, and call the act: both or neither."""
        values = form.values()
        with transaction.atomic():
            document = self._kept(values)
            if document is not None:
                values[self.paper] = document
            about = {self.argument: subject} if self.argument else {}
            result = type(self).service(actor=self.actor, **about, **values)
            if document is not None:
                owner = result if hasattr(result, "pk") else subject
                documents.attach(document=document, owner=owner)
        return result

    def _kept(self, values: dict[str, Any]) -> Any:
        file = values.pop("file", None)
        if not file:
            return None
        return documents.add(actor=self.actor, file=file)

    def get_success_url(self, subject: Any, result: Any) -> str:
        """Back to where the form came from."""
        return self.get_back_url(subject)


class FundAct(OfFund, FormAct):
    """A form about the fund itself."""

    def get_success_url(self, subject: Any, result: Any) -> str:
        """To what was made, where it has a page."""
        return str(result.get_absolute_url()) if hasattr(result, "get_absolute_url") else self.get_back_url(subject)


class ThingAct(InFund, FormAct):
    """A form about a thing of the fund, which stands before it in the crumbs."""

    def get_way(self, subject: Any) -> Sequence[tuple[str, str]]:
        """The thing the form is about."""
        thing = self.get_thing(subject)
        return [(name_of(thing), str(thing.get_absolute_url()))]

    def get_thing(self, subject: Any) -> Any:
        """The thing that has a page: the subject, or what it is a part of."""
        return subject


class Press(InFund, ActView):
    """A button about a thing of the fund."""

    def get_back_url(self, subject: Any) -> str:
        """The page the button stands on."""
        return str(subject.get_absolute_url())

    def get_refusal_url(self, subject: Any) -> str:
        return self.get_back_url(subject)

    def get_success_url(self, subject: Any, result: Any) -> str:
        return self.get_back_url(subject)
