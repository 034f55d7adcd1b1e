"""The funds of an initiative, one fund at a glance, its journal and trial balance."""

from collections.abc import Mapping
from operator import itemgetter
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from funding.filters import JournalFilter
from funding.models import Account, Fund, JournalEntry
from funding.policies import funds as policies
from funding.selectors import fund_page, journal_page, own_side, positions, reach
from funding.services.journal import REVERSIBLE
from funding.views.acts import act, offered
from funding.views.bases import InFund, OfFund, crumbs, fund_url, tabs
from initiative.scope import InitiativeMixin
from kernel import clock, dates, downloads
from kernel.downloads import Column
from kernel.views import Page, ScopedList

_SIDES = {"debit", "credit"}
_TITLES = {
    "number": gettext_lazy("Number"),
    "date": gettext_lazy("Date"),
    "kind": pgettext_lazy("journal", "Event (code)"),
    "source": gettext_lazy("Source"),
    "book": pgettext_lazy("journal", "Book (code)"),
    "account": pgettext_lazy("journal", "Account (code)"),
    "restriction": pgettext_lazy("journal", "Restriction (code)"),
    "grant": gettext_lazy("Grant"),
    "currency": gettext_lazy("Currency"),
    "debit": gettext_lazy("Debit"),
    "credit": gettext_lazy("Credit"),
    "reverses": pgettext_lazy("journal", "Reverses entry"),
    "decision": gettext_lazy("Decision"),
    "kind_name": pgettext_lazy("journal", "Event"),
    "account_name": gettext_lazy("Account"),
    "restriction_name": gettext_lazy("Restriction"),
}


class FundList(InitiativeMixin, ScopedList):
    """The funds of an initiative."""

    model = Fund
    template_name = "funding/fund_list.html"
    sorts = {"created": ("created_at",)}

    def get_queryset(self) -> QuerySet[Any]:
        """Of this initiative."""
        return super().get_queryset().filter(initiative=self.initiative).select_related("initiative")

    def shape(self, rows: Any) -> list[Any]:
        """Each with its position."""
        found = list(rows)
        return list(zip(found, positions.of_many(found, clock.today()), strict=True))

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """The title."""
        url = reverse("funding:fund-new", args=[self.initiative.slug])
        new = act(self.actor, "funding.fund.open", self.initiative, url, _("Open a fund"), icon="plus")
        return {"title": _("Pooled funds"), "acts": offered([new]), "own": own_side.of(self.actor, self.initiative)}


class FundPage(OfFund, Page):
    """The fund at a glance."""

    policy = "funding.fund.read"
    template_name = "funding/fund_detail.html"

    def get_context(self, subject: Fund) -> Mapping[str, Any]:
        """Equation, buckets, what waits."""
        return {
            "title": str(subject),
            "object": subject,
            "crumbs": [(_("Pooled funds"), fund_list_url(subject)), (str(subject), "")],
            "tabs": tabs(self.actor, subject, "fund"),
            "view_of": fund_page.of(self.actor, subject),
            "today": clock.today(),
        }


def fund_list_url(fund: Fund) -> str:
    """The list of the initiative's funds."""
    return list_url(fund.initiative)


def list_url(initiative: Any) -> str:
    """The list of an initiative's funds."""
    return reverse("funding:funds", args=[initiative.slug])


class Journal(OfFund, ScopedList):
    """The journal: filtered, drilled, exported as an accountant loads it again."""

    policy = "funding.ledger.read"
    model = JournalEntry
    template_name = "funding/journal.html"
    filterset_class = JournalFilter
    sorts = {"number": ("-number",)}
    columns = tuple(
        Column(code, _TITLES[code], itemgetter(code), journal_page.KINDS.get(code, "text"))
        for code in (*journal_page.COLUMNS, *journal_page.WORDS)
    )
    export_name = "journal"

    def get_queryset(self) -> QuerySet[Any]:
        """Of this fund."""
        return journal_page.entries(self.actor, self.get_subject())

    def paginate(self, rows: QuerySet[Any]) -> Any:
        """By number where the whole journal is read from its end; of what was filtered the latest are listed."""
        asked = any(self.request.GET.get(name) for name in JournalFilter.base_filters)
        asked |= self.request.GET.get("sort", "number") not in self.sorts
        self.paginator_class = journal_page.CappedPages if asked else journal_page.NumberedPages
        self.page = super().paginate(rows)
        return self.page

    def shape(self, rows: Any) -> list[Any]:
        """Lines; their sums stand under them."""
        found = journal_page.lines(self.actor, self.initiative.pk, rows)
        self.sums = journal_page.sums(found)
        return found

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """A page, or one row a posting as a file."""
        if request.GET.get("format") in {"csv", "xlsx"}:
            subject = self.get_subject()
            self.check(subject)
            found = JournalFilter(request.GET, queryset=self.get_queryset(), request=request).qs
            rows = journal_page.export_rows(self.actor, subject, found)
            return downloads.respond(request, rows, self.columns, request.GET["format"], self.export_name)
        return super().get(request, *args, **kwargs)

    def get_context(self, subject: Fund) -> Mapping[str, Any]:
        """The title."""
        return {
            "title": _("Journal"),
            "object": subject,
            "crumbs": crumbs(subject, (_("Journal"), "")),
            "tabs": tabs(self.actor, subject, "ledger"),
            "sums": self.sums,
            "listed": getattr(self.page.paginator, "is_capped", False) and self.page.paginator.most,
            "marks": fund_page.marks(subject),
        }


class TrialBalance(OfFund, Page):
    """Debits and credits of every account on a day."""

    policy = "funding.ledger.read"
    template_name = "funding/trial.html"

    def get_context(self, subject: Fund) -> Mapping[str, Any]:
        """The balance on the day asked for, else today's."""
        reading = dates.parse_date(self.request.GET.get("on", ""))
        day = reading.value if reading.ok and reading.value else clock.today()
        title = _("Trial balance")
        trial = positions.trial_balance(subject, positions.Bound(None, day))
        return {
            "title": title,
            "object": subject,
            "crumbs": crumbs(subject, (_("Journal"), fund_url("ledger", subject)), (title, "")),
            "tabs": tabs(self.actor, subject, "ledger"),
            "day": day,
            "refusal": "" if reading.ok else reading.refusal,
            "trial": trial,
            "sums": journal_page.sums_of(trial),
            "accounts": dict(Account.choices),
        }


class EntryPage(InFund, Page):
    """One entry and what stands behind it."""

    policy = "visible"
    model = JournalEntry
    select = ("by", "decision__body__initiative", "reverses")
    template_name = "funding/entry.html"

    def get_context(self, subject: JournalEntry) -> Mapping[str, Any]:
        """Its legs, its decision, its reversal."""
        title = f"{subject.number}. {subject.get_kind_display()}"
        reads = policies.may_read_ledger(self.actor, subject.fund)
        rows = subject.postings.select_related("restriction__funder", "grant__fund__initiative").order_by("pk")
        return {
            "title": title,
            "object": subject,
            "crumbs": crumbs(subject.fund, (_("Journal"), fund_url("ledger", subject.fund)), (title, ""))
            if reads
            else crumbs(subject.fund, (title, "")),
            "legs": (legs := journal_page.legs(self.actor, self.initiative.pk, rows)),
            "grant": journal_page.grant_of(legs),
            "reversal": subject.reversed_by.first(),
            "opens_decision": reach.opens(self.actor, subject.decision),
            "acts": offered(self._acts(subject)),
        }

    def _acts(self, subject: JournalEntry) -> list[Any]:
        if subject.kind not in REVERSIBLE or subject.reversed_by.exists():
            return []
        url = fund_url("entry-reverse", subject.fund, subject.public_id)
        return [act(self.actor, "funding.entry.reverse", subject, url, _("Reverse the entry"))]
