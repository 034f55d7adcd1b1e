"""The application of communication: what is asked just before each kind of mail leaves."""

from django.apps import AppConfig


class CommunicationConfig(AppConfig):
    """Registers the questions once, for the worker, commands and pages alike."""

    name = "communication"

    def ready(self) -> None:
        """Notices and digests are asked again whether their person may see and wants them."""
        from communication import notices
        from communication.digests import build
        from communication.services import mails

        mails.ask_before(notices.KIND, notices.still_wanted)
        mails.ask_before(build.KIND, build.still_wanted)
