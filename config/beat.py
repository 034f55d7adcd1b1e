"""Beat's memory of what it rang last: a file that a lost power line may have cut in the middle."""

from typing import Any

from celery.beat import PersistentScheduler


class Scheduler(PersistentScheduler):
    """Reads the whole file when it opens it, so that celery throws away one that cannot be read and begins anew.

    Without that, beat (and with it an embedded portal) would refuse to start until somebody removed the file.
    """

    def _open_schedule(self) -> Any:
        store = super()._open_schedule()
        try:
            dict(store)
        except Exception:
            # Closed without writing back: what it holds must not come after the new file.
            store.dict.close()
            raise
        return store
