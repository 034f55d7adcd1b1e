"""What the database itself refuses on this floor: facts are append-only, a fact with a life keeps all but its state.

What rows of several tables must agree on stands in `funding.rules`: the money rules M1 to M4, M10, M14 and M17.
"""

from funding.rules import OF_MONEY
from kernel import languages
from kernel.guards import Guard, Rule

GUARDS = (
    Guard("funding_posting"),
    Guard(
        "funding_journalentry",
        frozen=(
            "public_id", "fund_id", "number", "kind", '"on"', "source", "reverses_id", "reason", "decision_id",
            "document_id", "by_id", "mandate_id", "at",
        ),
    ),
    Guard("funding_periodclose"),
    Guard("funding_bankfile"),
    Guard("funding_bankline"),
    Guard("funding_exchange"),
    Guard("funding_reconciliation"),
    Guard("funding_funderstep"),
    Guard("funding_outsidemoney"),
    Guard("funding_grantchange"),
    Guard("funding_paymentfile"),
    Guard("funding_paymentapproval"),
    Guard("funding_reportversion"),
    Guard("funding_reportquote"),
    Guard("funding_budgetactual"),
    Guard("funding_fundreport"),
    Guard("funding_receipt", frozen=("fund_id", "line_id", "amount", "currency", '"on"', "entry_id", "by_id", "at")),
    Guard(
        "funding_allocation",
        frozen=(
            "fund_id", "restriction_id", "decision_id", "guideline_id", "round_id", "proposal_id", "amount", "entry_id",
            "by_id", "mandate_id", "at",
        ),
    ),
    Guard(
        "funding_grant",
        frozen=("fund_id", "allocation_id", "participation_id", "number", "amount", "awarded_on", "entry_id", "by_id"),
    ),
    Guard("funding_tranche", frozen=("grant_id", "number", "amount"), deletable=True),  # as the rules below say
    Guard("funding_budgetline", frozen=("grant_id", "position", "amount", "cost_type"), deletable=True),
    Guard("funding_payment", frozen=("fund_id", "tranche_id", "guideline_id", "amount", "invoice", "by_id", "at")),
    Guard("funding_payeeaccount", frozen=("participation_id", "bank_code", "last_digits", "by_id", "at")),
    Guard("funding_restriction", frozen=("fund_id", "kind", "currency")),
    Guard("funding_instalment", frozen=("pledge_id", "number", "amount", "due_on"), when="OLD.state <> 'scheduled'"),
    Guard(
        "funding_pledge",
        frozen=(
            "funder_id", "restriction_id", "amount", "currency", "rate", "condition", "match_percent", "match_until",
            "signed_on", "signed_by_id", "content_hash", "replaces_id", "came_before",
        ),
        when="OLD.state <> 'drafted'",
    ),
    Guard(
        "funding_guideline",
        frozen=(
            "fund_id", "number", *languages.columns("text"), "ceiling", "two_approvers_above", "decision_above",
            "upper_above", "upper_body_id", "advance_percent", "hold_days", "report_days", "learning_percent",
            "conflict_rule", "publishes_grants", "decision_id", "adopted_on",
        ),
        when="OLD.state <> 'drafted'",
    ),
)  # fmt: skip

# A plan may be written anew until the agreement is signed (`policies.grants.may_plan`); from then on it is a fact.
_SIGNED = (
    "EXISTS (SELECT 1 FROM funding_grant g WHERE g.id = OLD.grant_id AND g.state NOT IN ('approved', 'agreement_sent'))"
)

RULES = (
    *OF_MONEY,
    *(
        Rule(f"{table}_of_a_plan", table, "DELETE", refuse=((_SIGNED, f"{table} of a signed grant stays as it is"),))
        for table in ("funding_tranche", "funding_budgetline")
    ),
    Rule(
        "funding_criterion_of_a_draft",
        "funding_criterion",
        "UPDATE",
        refuse=(
            (
                "EXISTS (SELECT 1 FROM funding_guideline g WHERE g.id = OLD.guideline_id AND g.state <> 'drafted')",
                "the criteria of adopted guidelines stay as they are",
            ),
        ),
    ),
)
