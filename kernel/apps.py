"""The kernel's application: registers the system checks, loads every floor's policies, keeps the guards installed."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class KernelConfig(AppConfig):
    """Loads what registers itself by import."""

    name = "kernel"

    def ready(self) -> None:
        """Register checks, policies and guards."""
        from kernel import checks, guards  # noqa: F401

        autodiscover_modules("policies", "events")
        # A migrate tells every app when all of them are done: one telling is enough.
        post_migrate.connect(guards.install, sender=self, dispatch_uid="kernel.guards")
