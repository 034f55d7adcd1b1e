"""Who may see which rows of the fund. Money is read by few: director, coordinators, treasurer, the steering committee
and, as far as each pledge allows, the funders; a grantee reads what is its own.

Every rule is a condition on keys that the actor holds, so that no join doubles a row. Outside it a row is not found.
"""

from typing import ClassVar, Self

from django.db.models import Q

from funding.querysets.journal import EntryQuerySet as EntryQuerySet
from funding.querysets.journal import LedgerQuerySet as LedgerQuerySet
from funding.querysets.journal import PostingQuerySet as PostingQuerySet
from funding.querysets.scope import BOOKS, COMMITTEE, STAFF, FundScope
from kernel.actor import Actor
from kernel.querysets import ScopedQuerySet


class MoneyQuerySet(FundScope):
    """Rows that whoever reads the fund's money may know of."""

    def visible_to(self, actor: Actor) -> Self:
        """Staff of the money, the steering committee, the fund's funders."""
        if actor.is_system:
            return self.all()
        return self.filter(self._circle(actor, *COMMITTEE) | self._funders(actor))


class FundQuerySet(FundScope):
    """Funds. The evaluator knows of them and reads totals."""

    initiative = "initiative"
    fund = "pk"

    def visible_to(self, actor: Actor) -> Self:
        """The same circles, and the evaluator."""
        if actor.is_system:
            return self.all()
        return self.filter(self._circle(actor, *COMMITTEE, "partners.evaluator") | self._funders(actor))

    def public(self) -> Self:
        """What stands on the public page of money."""
        return self.filter(is_public=True, initiative__is_public=True)


class ThroughGuideline(MoneyQuerySet):
    """Criteria."""

    initiative = "guideline__fund__initiative"
    fund = "guideline__fund"


class FunderQuerySet(FundScope):
    """Relations with funders, prospects among them."""

    participation: ClassVar[str] = "participation"

    def visible_to(self, actor: Actor) -> Self:
        """Staff of the money; each funder its own relation."""
        if actor.is_system:
            return self.all()
        own = Q(**{f"{self.participation}__in": actor.keys("partners.funder")})
        return self.filter(self._circle(actor, *STAFF) | own)


class ThroughFunder(FunderQuerySet):
    """The log and the results of a relation."""

    initiative = "funder__fund__initiative"
    participation = "funder__participation"


class PledgeQuerySet(FunderQuerySet):
    """Pledges: others than staff and the funder itself see one only if its amount is open to all."""

    initiative = "funder__fund__initiative"
    fund = "funder__fund"
    participation = "funder__participation"

    def visible_to(self, actor: Actor) -> Self:
        if actor.is_system:
            return self.all()
        open_to = self._circle(actor, "working_groups.steering") | self._funders(actor)
        own = Q(**{f"{self.participation}__in": actor.keys("partners.funder")})
        shown = Q(visibility="amount") & ~Q(state="drafted") & open_to
        return self.filter(self._circle(actor, *STAFF) | own | shown)


class InstalmentQuerySet(FunderQuerySet):
    """Instalments: staff of the money, and the funder itself. A pledge tells others its name and amount at most, and
    not when it comes, what of it came and what is late."""

    initiative = "pledge__funder__fund__initiative"
    fund = "pledge__funder__fund"
    participation = "pledge__funder__participation"


class BankQuerySet(FundScope):
    """Bank accounts, files, lines, receipts, reconciliations."""

    def visible_to(self, actor: Actor) -> Self:
        """Director and treasurer: who paid what, and when, is nobody else's."""
        return self.all() if actor.is_system else self.filter(self._circle(actor, *BOOKS))


class ThroughAccount(BankQuerySet):
    """Files, lines and reconciliations."""

    initiative, fund = "account__fund__initiative", "account__fund"


class ThroughReceipt(BankQuerySet):
    """Exchanges."""

    initiative, fund = "receipt__fund__initiative", "receipt__fund"


class OwnOrMoney(MoneyQuerySet):
    """Grants and what hangs on them: whoever reads the money, and the grantee its own."""

    participation: ClassVar[str] = "participation"
    readers: ClassVar[tuple[str, ...]] = COMMITTEE

    def visible_to(self, actor: Actor) -> Self:
        if actor.is_system:
            return self.all()
        own = Q(**{f"{self.participation}__in": actor.keys("partners.own")})
        return self.filter(self._circle(actor, *self.readers) | self._funders(actor) | own)


class ThroughGrant(OwnOrMoney):
    """Tranches, budget lines, changes, reports."""

    initiative = "grant__fund__initiative"
    fund = "grant__fund"
    participation = "grant__participation"


class ThroughTranche(OwnOrMoney):
    """Conditions and payments."""

    initiative = "tranche__grant__fund__initiative"
    fund = "tranche__grant__fund"
    participation = "tranche__grant__participation"


class ThroughPayment(OwnOrMoney):
    """Approvals."""

    initiative = "payment__tranche__grant__fund__initiative"
    fund = "payment__tranche__grant__fund"
    participation = "payment__tranche__grant__participation"


class ReportQuerySet(ThroughGrant):
    """Grantee reports; the evaluator reads them too."""

    readers = (*COMMITTEE, "partners.evaluator")


class ThroughReport(ReportQuerySet):
    """Versions of a grantee's report."""

    initiative = "report__grant__fund__initiative"
    fund = "report__grant__fund"
    participation = "report__grant__participation"


class ThroughVersion(ReportQuerySet):
    """Figures quoted, amounts spent and questions of a version."""

    initiative = "version__report__grant__fund__initiative"
    fund = "version__report__grant__fund"
    participation = "version__report__grant__participation"


class ProposalQuerySet(FundScope):
    """Proposals are papers: whoever is tied to the applicant does not see them, the applicant sees its own.

    The guidelines of the round may leave the papers open to the tied; they decide nothing all the same.
    """

    initiative = "round__fund__initiative"
    fund = "round__fund"
    participation: ClassVar[str] = "participation"

    def visible_to(self, actor: Actor) -> Self:
        """The readers of money, without a tie to the applicant where the guidelines hide papers; the applicant."""
        if actor.is_system:
            return self.all()
        own = Q(**{f"{self.participation}__in": actor.keys("partners.own")})
        open_ = Q(round__guideline__conflict_rule="no_vote") | ~self._tied(actor)
        return self.filter(((self._circle(actor, *COMMITTEE) | self._funders(actor)) & open_) | own)

    def _tied(self, actor: Actor) -> Q:
        ties = actor.keys("partners.interest", "partners.organisation")
        return Q(**{f"{self.participation}__organisation__in": ties})


class AssessmentQuerySet(ProposalQuerySet):
    """Assessments: the same, and not the applicant."""

    initiative = "proposal__round__fund__initiative"
    fund = "proposal__round__fund"
    participation = "proposal__participation"

    def visible_to(self, actor: Actor) -> Self:
        """The readers of money without a tie."""
        if actor.is_system:
            return self.all()
        return self.filter((self._circle(actor, *COMMITTEE) | self._funders(actor)) & ~self._tied(actor))


class RoundQuerySet(MoneyQuerySet):
    """Rounds: whoever takes part may know that one is open."""

    def visible_to(self, actor: Actor) -> Self:
        """The readers of money, and whoever takes part in the initiative."""
        if actor.is_system:
            return self.all()
        return self.filter(self._circle(actor, *COMMITTEE, "partners.takes_part") | self._funders(actor))


class PayeeQuerySet(ScopedQuerySet):
    """Bank details: the treasurer, and the finance contact of that organisation. Each look is logged by its act."""

    def visible_to(self, actor: Actor) -> Self:
        if actor.is_system:
            return self.all()
        return self.filter(
            Q(participation__initiative__in=actor.keys("partners.treasurer"))
            | Q(participation__in=actor.keys("partners.finance_contact"))
        )


class FundReportQuerySet(MoneyQuerySet):
    """Reports of the fund, the evaluator's too; one made for a funder is that funder's, treasurer's and director's."""

    def visible_to(self, actor: Actor) -> Self:
        if actor.is_system:
            return self.all()
        own = Q(funder__participation__in=actor.keys("partners.funder"))
        readers = self._circle(actor, *COMMITTEE, "partners.evaluator") | self._funders(actor)
        return self.filter(self._circle(actor, *BOOKS) | own | (Q(funder__isnull=True) & readers))


class CheckQuerySet(ScopedQuerySet):
    """Results of the nightly check: whoever serves the money of any initiative, and the committee."""

    def visible_to(self, actor: Actor) -> Self:
        if actor.is_system or actor.keys(*COMMITTEE):
            return self.all()
        return self.none()
