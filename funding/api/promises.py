"""Relations with funders, and what they promise."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from funding import filters
from funding.api.acts import act, make
from funding.api.bases import OfFund
from funding.api.rows import FunderSerializer, InstalmentSerializer, PledgeSerializer
from funding.forms import funders as relations
from funding.forms import pledges as forms
from funding.models import Funder, Instalment, Pledge
from funding.services import funders, pledges

PARTY = "participation__organisation"


class Funders(OfFund):
    """Relations with funders, prospects among them; a funder reads its own."""

    model = Funder
    serializer_class = FunderSerializer
    select = (PARTY, "fund__body")
    prefetch = ("goals__goal",)

    create = make(
        "funding.funder.add", funders.add, relations.FunderForm, gives=FunderSerializer, text="Begin a relation."
    )
    partial_update = act(
        "funding.funder.edit", funders.change, relations.RelationForm, argument="funder",
        text="Change role, fit and what others may know; what is not named stays.",
    )  # fmt: skip
    fit = act(
        "funding.funder.edit", funders.answer_fit, relations.FitForm, argument="funder",
        text="Answer the fit test, each question by a step from 1 to 4: it sets how involved the funder is.",
    )  # fmt: skip
    log = act(
        "funding.funder.move", funders.advance, relations.StepForm, argument="funder", text="Add a line to its log."
    )
    pledge = act(
        "funding.pledge.draft", pledges.draft, forms.PledgeForm, argument="funder", gives=PledgeSerializer,
        text="Draft a pledge with its instalments.",
    )  # fmt: skip


class Pledges(OfFund):
    """Pledges, each as far as its funder allows."""

    model = Pledge
    serializer_class = PledgeSerializer
    filterset_class = filters.PledgeFilter
    of = "funder__fund"
    select = (f"funder__{PARTY}", "restriction", "document", "replaces")
    sorts = ("-signed_on", "-pk")

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Of this fund, with the instalments that the reader may see."""
        seen = Instalment.objects.visible_to(self.actor).select_related("decision").order_by("number")
        return super().narrow(rows).prefetch_related(Prefetch("instalments", seen))

    partial_update = act(
        "funding.pledge.edit", pledges.change, forms.PledgeEditForm, argument="pledge",
        text="Change a draft; what is not named stays.",
    )  # fmt: skip
    sign = act(
        "funding.pledge.sign", pledges.sign, forms.SignPledgeForm, argument="pledge",
        text="Sign it for the funder; the signed letter may come as `file`.",
    )  # fmt: skip
    amend = act(
        "funding.pledge.amend", pledges.amend, forms.AmendForm, argument="pledge", gives=PledgeSerializer,
        text="Draft a later pledge in place of what has not come yet.",
    )  # fmt: skip


class Instalments(OfFund):
    """Instalments of the pledges that one may see, by their day."""

    model = Instalment
    serializer_class = InstalmentSerializer
    of = "pledge__funder__fund"
    select = ("decision", f"pledge__funder__{PARTY}", "pledge__funder__fund__body")
    sorts = ("due_on", "pk")

    write_off = act(
        "funding.instalment.write_off", pledges.write_off, forms.WriteOffForm, argument="instalment",
        text="Give up what did not come, by a decision.",
    )  # fmt: skip
    weigh = act(
        "funding.instalment.weigh", pledges.weigh, forms.WeighForm, argument="instalment",
        text="Say how probable its coming is; the forecast of cash alone reads it.",
    )  # fmt: skip
