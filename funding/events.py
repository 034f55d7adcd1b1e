"""The kinds of entries that this floor writes in the log of acts: who may care, and what leaves at once."""

from django.utils.translation import gettext_lazy as _

from audit.kinds import Kind, name_money, name_values, register

_MONEY = ("initiative.director", "initiative.treasurer")
_STAFF = ("initiative.director", "initiative.coordinator", "initiative.treasurer")
_OWNER = ("organisation.representative", "organisation.finance_contact")

register(
    # the fund and its rules
    Kind("funding.fund.created", _("Fund opened"), _STAFF),
    Kind("funding.fund.changed", _("Fund changed")),
    Kind("funding.guideline.drafted", _("Guidelines drafted")),
    Kind("funding.guideline.changed", _("Guidelines changed")),
    Kind("funding.guideline.adopted", _("Guidelines adopted"), _STAFF),
    Kind("funding.restriction.created", _("Restriction created")),
    Kind("funding.restriction.changed", _("Restriction changed")),
    Kind("funding.restriction.released", _("Restriction released"), _MONEY),
    # funders and what they promise
    Kind("funding.funder.added", _("Funder added")),
    Kind("funding.funder.changed", _("Relation with a funder changed")),
    Kind("funding.funder.fitted", _("Fit test answered")),
    Kind("funding.funder.moved", _("Relation with a funder moved on")),
    Kind("funding.pledge.drafted", _("Pledge drafted")),
    Kind("funding.pledge.changed", _("Pledge changed")),
    Kind("funding.pledge.signed", _("Pledge signed"), (*_MONEY, *_OWNER)),
    Kind("funding.pledge.ended", _("Pledge ended"), (*_MONEY, *_OWNER)),
    Kind("funding.pledge.match_lapsed", _("Matching lapsed"), (*_MONEY, *_OWNER)),
    Kind("funding.restriction.expired", _("Restriction expired"), _MONEY),
    Kind("funding.instalment.overdue", _("Pledge instalment late"), (*_MONEY, *_OWNER)),
    Kind("funding.instalment.due", _("Pledge instalment due"), _OWNER),
    Kind("funding.instalment.written_off", _("Pledge instalment written off"), _MONEY),
    Kind("funding.instalment.weighed", _("Probability of a pledge instalment changed")),
    Kind("funding.outside.recorded", _("Money beside the pool recorded")),
    # money in
    Kind("funding.account.opened", _("Bank account added")),
    Kind("funding.bank.imported", _("Bank file taken in")),
    Kind("funding.bank.line", _("Line of the bank entered")),
    Kind(
        "funding.bank.reconciled",
        _("Bank reconciled"),
        _MONEY,
        line=_("%(title)s: reconciled with the bank until %(until)s"),
    ),  # fmt: skip
    Kind("funding.bank.charged", _("Bank fee posted")),
    Kind("funding.receipt.recorded", _("Receipt recorded"), _OWNER),
    Kind("funding.receipt.matched", _("Receipt matched")),
    Kind("funding.receipt.assigned", _("Receipt assigned"), _OWNER),
    Kind("funding.receipt.unassigned", _("Assignment of a receipt reversed"), _MONEY),
    Kind("funding.receipt.exchanged", _("Foreign receipt exchanged")),
    Kind("funding.receipt.refunded", _("Receipt refunded"), _MONEY),
    Kind("funding.receipt.issued", _("Receipt issued"), _OWNER),
    # from a round to a grant
    Kind("funding.round.opened", _("Allocation round opened"), ("initiative.all",)),
    Kind("funding.round.changed", _("Allocation round changed"), ("initiative.all",)),
    Kind("funding.round.assessed", _("Allocation round assessed"), _STAFF),
    Kind("funding.round.recommended", _("Allocation round recommended"), _STAFF),
    Kind("funding.round.decided", _("Allocation round decided"), _STAFF),
    Kind("funding.round.announced", _("Allocation round announced"), ("initiative.all",)),
    Kind("funding.round.cancelled", _("Allocation round cancelled"), ("initiative.all",)),
    Kind("funding.proposal.submitted", _("Proposal submitted"), _STAFF),
    Kind("funding.proposal.changed", _("Proposal changed")),
    Kind("funding.proposal.withdrawn", _("Proposal withdrawn"), _STAFF),
    Kind("funding.proposal.declined", _("Proposal declined"), _OWNER),
    Kind("funding.proposal.assessed", _("Proposal assessed")),
    Kind("funding.allocation.made", _("Allocation made"), _MONEY),
    Kind("funding.allocation.closed", _("Allocation closed"), _MONEY),
    Kind("funding.grant.awarded", _("Grant awarded"), (*_MONEY, *_OWNER)),
    Kind("funding.grant.planned", _("Tranches of a grant planned")),
    Kind("funding.grant.sent", _("Grant agreement sent"), ("organisation.representative", "organisation.signatory")),
    Kind("funding.grant.signed", _("Grant agreement signed"), _MONEY),
    Kind("funding.grant.activated", _("Grant active"), _OWNER),
    Kind("funding.grant.changed", _("Grant amended"), (*_MONEY, *_OWNER)),
    Kind("funding.grant.suspended", _("Grant suspended"), (*_MONEY, *_OWNER)),
    Kind("funding.grant.closing", _("Grant is closing"), _OWNER),
    Kind("funding.grant.closed", _("Grant closed"), (*_MONEY, *_OWNER)),
    Kind("funding.grant.terminated", _("Grant terminated"), (*_MONEY, *_OWNER)),
    Kind("funding.condition.met", _("Condition of a tranche met"), _MONEY),
    # money out
    Kind("funding.payee.proposed", _("Payee account proposed"), ("initiative.treasurer",)),
    Kind("funding.payee.confirmed", _("Payee account confirmed"), _OWNER),
    Kind("funding.payee.refused", _("Payee account refused"), _OWNER),
    Kind("funding.payee.shown", _("Payee account shown"), ("organisation.finance_contact",)),
    Kind("funding.payment.requested", _("Payment requested"), _STAFF),
    Kind("funding.payment.approved", _("Payment approved"), _MONEY),
    Kind("funding.payment.voided", _("Approvals of a payment void"), _STAFF),
    Kind("funding.payment.instructed", _("Payments sent to the bank"), _MONEY),
    Kind("funding.payment.file_taken", _("File for the bank taken")),
    Kind(
        "funding.payment.executed",
        _("Payment executed"),
        (*_MONEY, *_OWNER),
        at_once=True,
        line=_("%(amount)s were paid: %(title)s"),
    ),
    Kind("funding.payment.reconciled", _("Payment reconciled")),
    Kind(
        "funding.payment.returned",
        _("Payment returned by the bank"),
        (*_MONEY, *_OWNER),
        at_once=True,
        line=_("The bank returned %(amount)s: %(title)s. The reason: %(reason)s"),
    ),
    Kind("funding.payment.cancelled", _("Payment cancelled"), (*_MONEY, *_OWNER)),
    # reports
    Kind("funding.report.opened", _("Grantee report due soon"), _OWNER),
    Kind("funding.report.saved", _("Grantee report begun")),
    Kind("funding.report.submitted", _("Grantee report submitted"), _STAFF),
    Kind("funding.report.returned", _("Grantee report returned"), _OWNER),
    Kind("funding.report.extended", _("Grantee report extended"), _OWNER),
    Kind("funding.report.accepted", _("Grantee report accepted"), _OWNER),
    Kind("funding.report.waived", _("Grantee report waived"), _OWNER),
    Kind("funding.fund_report.made", _("Fund report made"), _MONEY),
    Kind(
        "funding.period.closed",
        _("Books closed"),
        _MONEY,
        line=_("%(title)s: the books are closed until %(closed_until)s"),
    ),  # fmt: skip
    Kind("funding.entry.reversed", _("Journal entry reversed"), _MONEY),
)

# Names of changes that no column carries, as the catalogues find them.
WORDS = (
    _("answer"),
    _("aspirations"),
    _("character"),
    _("closed until"),
    _("conditions met"),
    _("count"),
    _("difference"),
    _("entry"),
    _("exchange difference"),
    _("fingerprint"),
    _("goals"),
    _("hash"),
    _("in shekels"),
    _("involvement"),
    _("last digits"),
    _("line"),
    _("needs"),
    _("new"),
    _("question"),
    _("released"),
    _("reports waived"),
    _("restriction"),
    _("reverses"),
    _("rows"),
    _("step"),
    _("still owed"),
    _("target"),
    _("total"),
    _("tranches"),
    _("version"),
)
name_money(
    "funding",
    "amount",
    "ceiling",
    "decision_above",
    "difference",
    "recommended",
    "released",
    "still_owed",
    "total",
    "two_approvers_above",
)
# What an exchange brought is told in the fund's currency, not in that of the receipt.
name_money("funding", "in_shekels", "exchange_difference", currency="ILS")
# Of the fit test: the step of the continuum on which each part of the answers stands.
_STEPS = {
    1: _("Gives and reads reports"),
    2: _("Wants to be consulted"),
    3: _("Wants to decide with others"),
    4: _("Wants to lead with others"),
}
for _part in ("needs", "character", "aspirations"):
    name_values(_part, _STEPS)
