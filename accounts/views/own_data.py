"""One's own data: what the portal holds about the reader, to take along as one file."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.fresh import FreshSignIn
from accounts.models import Person
from accounts.services import people
from accounts.views.me import Mine
from kernel import downloads
from kernel.views import Page


class MyData(FreshSignIn, Mine, Page):
    """What the file holds, and the button that makes it. It wants a fresh sign-in and leaves an entry."""

    name = "accounts:profile"
    template_name = "accounts/me_data.html"

    def get_context(self, subject: Person) -> Mapping[str, Any]:
        """The tabs."""
        return {**self.shell(_("My data")), "person": subject}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file."""
        subject = self.get_subject()
        downloads.take_turn(request)
        data = people.take_data(actor=self.actor, person=subject)
        answer = HttpResponse(data, content_type="application/zip")
        answer["Content-Disposition"] = f'attachment; filename="shidra-{subject.public_id}.zip"'
        answer["X-Content-Type-Options"] = "nosniff"
        answer["Cache-Control"] = "private, no-store"
        return answer
