"""The running totals of the journal as SQL that both vendors read: what the seal adds, and all of it made anew.

They are disposable: `rebuild` of `services.totals` makes them again from the postings, and the nightly check compares.
"""

_KEYS = "fund_id, month, event, account, currency, bucket_key, grant_key"
_EVENT = "CASE WHEN {entry}.kind = 'reversed' THEN {undone} ELSE {entry}.kind END"
_GRANT = "CASE WHEN p.account = 'bank' THEN COALESCE(p.grant_id, 0) ELSE 0 END"
_SIDES = "SUM(CASE WHEN p.amount > 0 THEN p.amount ELSE 0 END), SUM(CASE WHEN p.amount < 0 THEN -p.amount ELSE 0 END)"
_UNDONE = "(SELECT r.kind FROM funding_journalentry r WHERE r.id = {entry}.reverses_id)"


def _month(entry: str) -> str:
    return f'SUBSTR(CAST({entry}."on" AS TEXT), 1, 7)'


def _event(entry: str) -> str:
    return _EVENT.format(entry=entry, undone=_UNDONE.format(entry=entry))


# What a sealed entry adds, in its trigger. An upsert: the first of a month makes the row.
MOVED = (
    f"INSERT INTO funding_turnover ({_KEYS}, debit, credit) "
    f"SELECT NEW.fund_id, {_month('NEW')}, {_event('NEW')}, p.account, p.currency, "
    f"COALESCE(p.restriction_id, 0), {_GRANT}, {_SIDES} FROM funding_posting p WHERE p.entry_id = NEW.id "
    f"GROUP BY p.account, p.currency, COALESCE(p.restriction_id, 0), {_GRANT} "
    f"ON CONFLICT ({_KEYS}) DO UPDATE SET debit = funding_turnover.debit + excluded.debit, "
    "credit = funding_turnover.credit + excluded.credit"
)

# The same of every sealed entry: what the totals should say.
TOLD = (
    f"SELECT e.fund_id, {_month('e')} AS month, {_event('e')} AS event, p.account, p.currency, "
    f"COALESCE(p.restriction_id, 0) AS bucket_key, {_GRANT} AS grant_key, {_SIDES} FROM funding_posting p "
    "JOIN funding_journalentry e ON e.id = p.entry_id WHERE e.state = 'sealed' GROUP BY 1, 2, 3, 4, 5, 6, 7"
)
ANEW = f"INSERT INTO funding_turnover ({_KEYS}, debit, credit) {TOLD}"
