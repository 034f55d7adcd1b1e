"""`?as_of=`: the moment whose knowledge is asked for, from the text of an address."""

from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext_lazy as _

from kernel import clock
from kernel.errors import Invalid

ASKED = "as_of"


def moment(text: str) -> datetime | None:
    """Nothing for now. A day means its end in Israel, a moment with its zone itself; what is to come is now.

    Refuses what is neither.
    """
    text = text.strip()[:40]
    if not text:
        return None
    try:
        if len(text) == len("2018-09-01"):
            ends = datetime.combine(date.fromisoformat(text) + timedelta(days=1), time.min, clock.HOME)
            found = ends - timedelta(microseconds=1)
        else:
            found = datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        found = None
    if found is None or found.tzinfo is None:
        sentence = _("Write the day as 2018-09-01, or a moment with its zone as 2018-09-01T12:00+03:00.")
        raise Invalid(sentence, "as_of", fields={ASKED: [sentence]})
    return None if found >= clock.now() else found
