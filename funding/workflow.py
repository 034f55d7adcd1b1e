"""The lives of money as tables that can be read aloud: funder, pledge, receipt, round, grant, payment, report."""

from kernel.workflow import Transition, Workflow

GUIDELINE = Workflow(
    "funding.guideline",
    Transition(("drafted",), "adopt", "adopted", "director", "a decision of the fund's body; every language written"),
    Transition(("adopted",), "supersede", "superseded", "the portal", "the next version is adopted"),
)

FUNDER = Workflow(
    "funding.funder",
    Transition(("prospect",), "talk", "in_talks", "director, treasurer"),
    Transition(("prospect", "in_talks"), "pledge", "pledged", "director, treasurer", "a pledge is signed"),
    Transition(("pledged",), "activate", "active", "the portal, treasurer", "money came"),
    Transition(("active", "renewed"), "renew", "renewed", "director, treasurer", "a further pledge is signed"),
    Transition(
        ("prospect", "in_talks", "pledged", "active", "renewed"), "end", "ended", "director, treasurer", "a reason"
    ),
    Transition(("ended",), "resume", "in_talks", "director, treasurer"),
)

PLEDGE = Workflow(
    "funding.pledge",
    Transition(("drafted",), "sign", "signed", "representative or signatory of the funder", "instalments add up to it"),
    Transition(("signed",), "amend", "ended", "the portal", "a later pledge replaces it"),
)

RECEIPT = Workflow(
    "funding.receipt",
    Transition(("recorded", "matched"), "match", "matched", "treasurer", "the line's payer is a funder"),
    Transition(("recorded", "matched"), "assign", "assigned", "treasurer", "the instalment's bucket, or a free one"),
    Transition(("assigned",), "issue", "receipt_issued", "treasurer"),
    Transition(
        ("assigned", "receipt_issued"),
        "unassign",
        "recorded",
        "treasurer",
        "a reason; nothing of it is spent; a receipt that was issued is void",
    ),
)

ROUND = Workflow(
    "funding.round",
    Transition(("opened",), "assess", "assessed", "director, coordinator", "each proposal assessed by two or more"),
    Transition(("assessed",), "recommend", "recommended", "director, coordinator", "amounts within the ceiling"),
    Transition(("recommended",), "decide", "decided", "director", "a decision of the body for each proposal"),
    Transition(("decided",), "announce", "announced", "director, coordinator"),
    Transition(("opened",), "cancel", "cancelled", "director, coordinator", "a reason, and no proposal stands in it"),
)

PROPOSAL = Workflow(
    "funding.proposal",
    Transition(("submitted",), "withdraw", "withdrawn", "representative"),
    Transition(("submitted",), "recommend", "recommended", "director, coordinator"),
    Transition(("submitted", "recommended"), "decline", "declined", "director", "a decision, or not recommended"),
    Transition(("recommended",), "fund", "funded", "director", "an allocation"),
)

ALLOCATION = Workflow(
    "funding.allocation",
    Transition(("active",), "close", "closed", "director", "the rest is released"),
)

GRANT = Workflow(
    "funding.grant",
    Transition(("approved",), "send", "agreement_sent", "director", "tranches add up to the grant"),
    Transition(("agreement_sent",), "sign", "signed", "representative or signatory of the grantee"),
    Transition(("signed", "suspended"), "activate", "active", "director"),
    Transition(("active",), "suspend", "suspended", "director", "a reason"),
    Transition(("active", "suspended"), "wind_up", "closing", "director", "no payment under way"),
    Transition(("closing",), "close", "closed", "director", "the final report is accepted; the rest is released"),
    Transition(
        ("approved", "agreement_sent", "signed", "active", "suspended", "closing"),
        "terminate",
        "terminated",
        "director",
        "a decision; what was not paid is released",
    ),
)

PAYMENT = Workflow(
    "funding.payment",
    Transition(
        ("requested",),
        "approve_programme",
        "programme_approved",
        "director, coordinator",
        "without a tie; not who asked",
    ),
    Transition(
        ("requested", "programme_approved"),
        "approve_finance",
        "finance_approved",
        "treasurer",
        "the second of two; alone below the threshold",
    ),
    Transition(
        ("finance_approved", "returned"),
        "instruct",
        "instructed",
        "treasurer, director",
        "above a threshold a decision; returned by the bank: again, if nothing changed",
    ),
    Transition(("instructed",), "execute", "executed", "treasurer, director", "gave no approval and did not ask"),
    Transition(("executed",), "reconcile", "reconciled", "treasurer", "a line of the bank says the same"),
    Transition(("instructed", "executed", "reconciled"), "return", "returned", "treasurer", "the bank sent it back"),
    Transition(
        ("programme_approved", "finance_approved", "returned"), "void", "requested", "the portal", "the account changed"
    ),
    Transition(
        ("requested", "programme_approved", "finance_approved", "returned"),
        "cancel",
        "cancelled",
        "director, who asked",
        "a reason; the commitment stays",
    ),
)

GRANTEE_REPORT = Workflow(
    "funding.grantee_report",
    Transition(("scheduled",), "open", "open", "the portal, the grantee", "45 days before it is due"),
    Transition(("open", "returned"), "submit", "submitted", "representative", "a narrative; each question answered"),
    Transition(("submitted",), "return", "returned", "director, coordinator", "a question"),
    Transition(("submitted",), "accept", "accepted", "director, coordinator", "no open question; no tie"),
    Transition(("scheduled", "open", "returned"), "waive", "waived", "director", "a decision"),
)

ALL = (GUIDELINE, FUNDER, PLEDGE, RECEIPT, ROUND, PROPOSAL, ALLOCATION, GRANT, PAYMENT, GRANTEE_REPORT)
