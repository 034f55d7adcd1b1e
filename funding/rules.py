"""What rows of several tables must agree on, held by the database itself, whoever writes: M1 to M4, M10, M14, M17.

An entry is written open and sealed once: the seal checks that it balances and moves what is available, so that no write
can spend what is not there. Remainders move with the rows that use them. The same SQL on both vendors.
"""

from funding import ledger, totals
from kernel.guards import Rule

_BUCKET = ", ".join(f"'{account}'" for account in ledger.OF_A_BUCKET)
_MINE = "FROM funding_posting p WHERE p.entry_id = NEW.id"


def _stands(entry: str, account: str, amount: str) -> str:
    """That a sealed entry posts this amount to this account."""
    return (
        f"EXISTS (SELECT 1 FROM funding_journalentry e WHERE e.id = {entry} AND e.state = 'sealed') AND {amount} = "
        f"(SELECT COALESCE(SUM(p.amount), 0) FROM funding_posting p WHERE p.entry_id = {entry} "
        f"AND p.account = '{account}')"
    )


_TRANCHES = (
    "(SELECT COALESCE(SUM(t.amount), 0) FROM funding_tranche t WHERE t.grant_id = {grant} AND t.state <> 'cancelled')"
)
_CHANGES = "(SELECT COALESCE(SUM(c.amount), 0) FROM funding_grantchange c WHERE c.grant_id = {grant})"
_APPROVERS = (
    "(SELECT COUNT(DISTINCT a.by_id) FROM funding_paymentapproval a "
    "WHERE a.payment_id = NEW.id AND a.fingerprint = NEW.fingerprint)"
)
_GRANTEE = (
    "SELECT g.participation_id FROM funding_payment y JOIN funding_tranche t ON t.id = y.tranche_id "
    "JOIN funding_grant g ON g.id = t.grant_id WHERE y.id = NEW.payment_id"
)


OF_MONEY = (
    # M1, M3, M17: the seal
    Rule(
        "funding_entry_begins_open",
        "funding_journalentry",
        "INSERT",
        refuse=(("NEW.state <> 'open'", "an entry is written open and sealed later"),),
    ),  # fmt: skip
    Rule(
        "funding_entry_sealed_once",
        "funding_journalentry",
        "UPDATE",
        when="OLD.state = 'sealed'",
        refuse=(("TRUE", "a sealed entry never changes"),),
    ),  # fmt: skip
    Rule(
        "funding_entry_seal",
        "funding_journalentry",
        "UPDATE",
        when="OLD.state = 'open' AND NEW.state = 'sealed'",
        refuse=(
            (f"(SELECT COUNT(*) {_MINE}) < 2", "an entry has two postings at least"),
            (
                f"EXISTS (SELECT 1 {_MINE} GROUP BY p.book, p.currency HAVING SUM(p.amount) <> 0)",
                "an entry balances in each book and currency",
            ),
            (
                "EXISTS (SELECT 1 FROM funding_periodclose c WHERE c.fund_id = NEW.fund_id "
                'AND c.closed_until >= NEW."on")',
                "the period is closed",
            ),
            (
                "NEW.kind = 'allocated' AND NOT EXISTS (SELECT 1 FROM funding_allocation a WHERE a.entry_id = NEW.id "
                f"AND a.amount = (SELECT SUM(p.amount) {_MINE} AND p.account = 'reserve' AND p.restriction_id = "
                "a.restriction_id))",
                "an allocation entry is of its allocation",
            ),
        ),
        then=(
            "UPDATE funding_restriction SET available = available - (SELECT COALESCE(SUM(p.amount), 0) "
            f"{_MINE} AND p.restriction_id = funding_restriction.id AND p.account IN ({_BUCKET})) "
            f"WHERE id IN (SELECT p.restriction_id {_MINE} AND p.account IN ({_BUCKET}))",
            totals.MOVED,
        ),
    ),
    # M2, M7, M16: a posting of an open entry, in its bucket's currency and fund, out of a bucket that may be spent
    Rule(
        "funding_posting_of_open_entry",
        "funding_posting",
        "INSERT",
        refuse=(
            (
                "NOT EXISTS (SELECT 1 FROM funding_journalentry e WHERE e.id = NEW.entry_id AND e.state = 'open')",
                "a sealed entry takes no posting",
            ),
            (
                "NEW.restriction_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM funding_restriction r "
                "JOIN funding_journalentry e ON e.id = NEW.entry_id WHERE r.id = NEW.restriction_id "
                "AND r.currency = NEW.currency AND r.fund_id = e.fund_id "
                "AND (NEW.account = 'unassigned') = (r.kind = 'unassigned'))",
                "a posting is in the currency, the fund and the kind of its bucket",
            ),
            (
                "NEW.account = 'reserve' AND NEW.amount > 0 AND EXISTS (SELECT 1 FROM funding_restriction r "
                "JOIN funding_journalentry e ON e.id = NEW.entry_id WHERE r.id = NEW.restriction_id "
                "AND e.kind = 'allocated' AND (r.state <> 'open' "
                'OR r.starts_on > e."on" OR r.ends_on < e."on"))',
                "a closed or expired restriction is not allocated",
            ),
        ),
    ),
    # M14: what is told by the journal is told once and in full
    Rule(
        "funding_receipt_is_booked",
        "funding_receipt",
        "INSERT",
        refuse=(
            (f"NOT ({_stands('NEW.entry_id', 'bank', 'NEW.amount')})", "a receipt is booked in full"),
            (
                "NOT EXISTS (SELECT 1 FROM funding_bankline l WHERE l.id = NEW.line_id AND l.amount = NEW.amount)",
                "a receipt is what its line says",
            ),
        ),
    ),
    # M4: commitments consume
    Rule(
        "funding_allocation_of_open_entry",
        "funding_allocation",
        "INSERT",
        refuse=(
            (
                "NOT EXISTS (SELECT 1 FROM funding_journalentry e WHERE e.id = NEW.entry_id AND e.state = 'open')",
                "an allocation is made with its entry",
            ),
            ("NEW.remaining <> NEW.amount", "nothing of a new allocation is used"),
        ),
    ),
    Rule(
        "funding_grant_out_of_allocation",
        "funding_grant",
        "INSERT",
        refuse=(
            (
                "NOT EXISTS (SELECT 1 FROM funding_allocation a JOIN funding_journalentry e ON e.id = a.entry_id "
                "WHERE a.id = NEW.allocation_id AND a.state = 'active' AND e.state = 'sealed')",
                "a grant is taken out of an active allocation",
            ),
            (
                "EXISTS (SELECT 1 FROM funding_allocation a WHERE a.id = NEW.allocation_id "
                "AND a.remaining < NEW.amount)",
                "the grants are more than the allocation",
            ),
        ),
        then=("UPDATE funding_allocation SET remaining = remaining - NEW.amount WHERE id = NEW.allocation_id",),
    ),
    Rule(
        "funding_grantchange_out_of_allocation",
        "funding_grantchange",
        "INSERT",
        refuse=(
            (f"NOT ({_stands('NEW.entry_id', 'granted', '-NEW.amount')})", "a change of a grant is booked in full"),
        ),
        then=(
            "UPDATE funding_allocation SET remaining = remaining - NEW.amount WHERE NEW.amount > 0 AND id = "
            "(SELECT g.allocation_id FROM funding_grant g WHERE g.id = NEW.grant_id)",
        ),
    ),
    Rule(
        "funding_tranche_out_of_grant",
        "funding_tranche",
        "INSERT",
        refuse=(
            ("NEW.remaining <> NEW.amount", "nothing of a new tranche is used"),
            (
                f"{_TRANCHES.format(grant='NEW.grant_id')} + NEW.amount > (SELECT g.amount FROM funding_grant g "
                f"WHERE g.id = NEW.grant_id) + {_CHANGES.format(grant='NEW.grant_id')}",
                "the tranches are more than the grant",
            ),
        ),
    ),
    Rule(
        "funding_grant_signed_in_full",
        "funding_grant",
        "UPDATE",
        when="OLD.state <> 'signed' AND NEW.state = 'signed'",
        refuse=(
            (
                f"{_TRANCHES.format(grant='NEW.id')} <> NEW.amount + {_CHANGES.format(grant='NEW.id')}",
                "the tranches add up to the grant when it is signed",
            ),
        ),
    ),
    Rule(
        "funding_payment_out_of_tranche",
        "funding_payment",
        "INSERT",
        refuse=(
            ("NEW.state <> 'requested'", "a payment begins as a request"),
            (
                "EXISTS (SELECT 1 FROM funding_tranche t WHERE t.id = NEW.tranche_id AND t.remaining < NEW.amount)",
                "the payments are more than the tranche",
            ),
        ),
        then=("UPDATE funding_tranche SET remaining = remaining - NEW.amount WHERE id = NEW.tranche_id",),
    ),
    Rule(
        "funding_payment_cancelled",
        "funding_payment",
        "UPDATE",
        when="OLD.state <> 'cancelled' AND NEW.state = 'cancelled'",
        refuse=(("OLD.state IN ('instructed', 'executed', 'reconciled')", "a payment that left is not cancelled"),),
        then=("UPDATE funding_tranche SET remaining = remaining + NEW.amount WHERE id = NEW.tranche_id",),
    ),
    Rule(
        "funding_payment_stays_cancelled",
        "funding_payment",
        "UPDATE",
        when="OLD.state = 'cancelled' AND NEW.state <> 'cancelled'",
        refuse=(("TRUE", "a cancelled payment is asked for again, not woken"),),
    ),
    # M10, M11: approvals
    Rule(
        "funding_approval_of_another",
        "funding_paymentapproval",
        "INSERT",
        refuse=(
            (
                "NOT EXISTS (SELECT 1 FROM funding_payment y WHERE y.id = NEW.payment_id "
                "AND y.fingerprint = NEW.fingerprint AND y.state IN ('requested', 'programme_approved', 'returned') "
                "AND (y.by_id = NEW.requested_by_id OR (y.by_id IS NULL AND NEW.requested_by_id IS NULL)))",
                "an approval is of exactly what waits for it",
            ),
            (
                "EXISTS (SELECT 1 FROM partners_interest i JOIN partners_participation n ON n.organisation_id = "
                f"i.organisation_id WHERE n.id IN ({_GRANTEE}) AND i.person_id = NEW.by_id "
                "AND i.starts_on <= date(NEW.at) AND (i.ends_on IS NULL OR i.ends_on >= date(NEW.at)))",
                "whoever has an interest in the grantee approves nothing",
            ),
            (
                f"EXISTS (SELECT 1 FROM partners_mandate m WHERE m.participation_id IN ({_GRANTEE}) "
                "AND m.person_id = NEW.by_id AND m.starts_on <= date(NEW.at) "
                "AND (m.ends_on IS NULL OR m.ends_on >= date(NEW.at)))",
                "whoever acts for the grantee approves nothing",
            ),
        ),
    ),
    Rule(
        "funding_payment_instructed",
        "funding_payment",
        "UPDATE",
        when="OLD.state <> 'instructed' AND NEW.state = 'instructed'",
        refuse=(
            (
                f"{_APPROVERS} < CASE WHEN NEW.amount > (SELECT g.two_approvers_above FROM funding_guideline g "
                "WHERE g.id = NEW.guideline_id) THEN 2 ELSE 1 END",
                "a payment is approved by two people",
            ),
            (
                "NEW.decision_id IS NULL AND EXISTS (SELECT 1 FROM funding_guideline g WHERE g.id = NEW.guideline_id "
                "AND g.decision_above > 0 AND NEW.amount > g.decision_above)",
                "a payment of this size names its decision",
            ),
        ),
    ),
    Rule(
        "funding_payment_executed",
        "funding_payment",
        "UPDATE",
        when="OLD.state <> 'executed' AND NEW.state = 'executed'",
        refuse=(
            ("OLD.state <> 'instructed'", "a payment is sent to the bank before it is paid"),
            (f"NOT ({_stands('NEW.entry_id', 'bank', '-NEW.amount')})", "a payment is booked in full"),
            (
                "EXISTS (SELECT 1 FROM funding_paymentapproval a WHERE a.payment_id = NEW.id "
                "AND a.fingerprint = NEW.fingerprint AND a.by_id = NEW.executed_by_id)",
                "whoever approved does not pay",
            ),
        ),
    ),
    # M17
    Rule(
        "funding_close_goes_forward",
        "funding_periodclose",
        "INSERT",
        refuse=(
            (
                "EXISTS (SELECT 1 FROM funding_periodclose c WHERE c.fund_id = NEW.fund_id "
                "AND c.closed_until >= NEW.closed_until)",
                "a later day is closed already",
            ),
            (
                "EXISTS (SELECT 1 FROM funding_journalentry e WHERE e.fund_id = NEW.fund_id AND e.state = 'open')",
                "an entry is still open",
            ),
        ),
    ),
)
