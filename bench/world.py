"""Makes the world that is measured: the demo, a fund of 100,000 postings, beyond S the large world."""

from django.contrib.auth import get_user_model
from django.core.management import call_command

from funding.models import Fund
from portal.management import catalogues

LARGE = "5x2"  # whose second fund has the long journal


def make(size: str) -> None:
    """Bring tables and rows; a world that stands already is taken as it is."""
    catalogues.compile_all()
    call_command("migrate", interactive=False, verbosity=0)
    if not get_user_model()._default_manager.exists():
        call_command("seed_demo", verbosity=0)
    if Fund.objects.filter(initiative__slug=LARGE).count() == 1:  # the demo's own
        call_command("seed_large_money", initiative=LARGE, verbosity=0)
    if size != "S":
        call_command("seed_large", size=size, verbosity=0)
