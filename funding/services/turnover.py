"""The running totals made anew from the postings. They are disposable: no act reads them to decide anything."""

from django.db import connection, transaction

from funding import totals
from funding.models import Turnover


@transaction.atomic
def rebuild() -> int:
    """Every month of every fund; gives how many totals there are now. What is posted meanwhile waits for it."""
    Turnover.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(totals.ANEW)
    return Turnover.objects.count()
