"""The running numbers of a body's meetings and decisions."""

from django.db.models import F

from working_groups.models import Body


def next_number(body: Body, counter: str) -> int:
    """The next number of a body's meetings or decisions: counted by one UPDATE, so never given twice."""
    rows = Body.objects.filter(pk=body.pk)
    rows.update(**{counter: F(counter) + 1})
    return int(rows.values_list(counter, flat=True).get())
