"""What a grant's page reads beside its own rows."""

from funding.models import BudgetActual, Grant


def spent(grant: Grant) -> dict[int, int]:
    """What was spent so far on each line of the budget, as the last accepted report says; by the line's key."""
    rows = BudgetActual.objects.filter(version__report__grant=grant, version__report__state="accepted")
    rows = rows.order_by("version__report__number", "version__number")
    return dict(rows.values_list("line", "amount"))
