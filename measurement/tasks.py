"""Background work of measurement: each task is a bell that looks at rows."""

import logging
from collections import defaultdict

from celery import shared_task
from django.core.cache import cache
from django.db import DatabaseError
from django.utils.translation import gettext_lazy as _

from kernel.actor import Actor
from kernel.errors import DomainError
from measurement import imports
from measurement.models import StaleSlice, Upload
from measurement.selectors import covered
from measurement.services import requests, rollups, staging, stale

log = logging.getLogger("measurement.tasks")
# How long a file may be read before another worker takes it over, in seconds.
READS_FOR = 60


@shared_task
def refresh_rollups() -> int:
    """Compute what went stale, then what of it stays hidden."""
    stale_now = set(StaleSlice.objects.values_list("definition", flat=True))
    done = rollups.refresh()
    covered.warm(stale_now)
    return done


@shared_task
def audit_rollups() -> int:
    """Compare the stored totals with their facts, every night; what differs is logged, and computed anew.

    A partner that moved to another sector or took a seat with an earlier date changes totals without a new value.
    """
    differences = rollups.audit()
    for one in differences[:20]:
        log.error("Roll-up differs: %s", one)
    found: defaultdict[str, set[int]] = defaultdict(set)
    for one in differences:
        found[one.period].add(one.definition)
    for period, definitions in found.items():
        stale.mark(period, definitions)
    return len(differences)


@shared_task
def remind() -> int:
    """Send the reminders of today; twice sends once."""
    return requests.remind(actor=Actor.system())


@shared_task
def run_import(key: int) -> None:
    """Read one file that was sent, if nobody has."""
    for upload in staging.waiting():
        if upload.pk == key:
            _read(upload)


@shared_task
def run_imports() -> int:
    """Read the files that were left: the table is the list. Twice at once reads nothing twice."""
    found = staging.waiting()
    for upload in found:
        _read(upload)
    return len(found)


def _read(upload: Upload) -> None:
    mark = f"import:{upload.pk}"
    if not cache.add(mark, 1, READS_FOR):
        return  # another worker is at it; one that died is taken over when its mark has gone
    try:
        staging.take(actor=Actor.system(), upload=upload, reading=imports.of(upload))
    except DomainError as refusal:
        log.info("Upload %s was not read: %s", upload.public_id, refusal.code)  # left or read meanwhile
    except (DatabaseError, OSError):
        raise  # it stays in the list and comes again
    except Exception:
        log.exception("Upload %s could not be read", upload.public_id)
        words = _("The file could not be read: save it anew as .xlsx or CSV and send it again.")
        staging.unreadable(actor=Actor.system(), upload=upload, sentence=words)
    finally:
        cache.delete(mark)
