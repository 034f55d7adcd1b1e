"""Handing out files: always as an attachment, never run, and only to whoever may see the owner.

SECURITY: `attachment`, nosniff and a sandbox keep a browser from running what somebody uploaded.
"""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.generic import View

from documents.models import Document
from kernel.views import ActorMixin, find


@method_decorator(login_not_required, name="dispatch")
class DocumentDownload(ActorMixin, View):
    """The newest version of a document, or the one of `?version=`."""

    policy = "visible"
    http_method_names = ["get", "head", "options"]

    def get_subject(self) -> Any:
        """The document of the address, or 404."""
        return find(Document.objects.visible_to(self.actor), public_id=self.kwargs["public_id"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The bytes. A visitor gets what belongs to something public, else the way to the sign-in."""
        try:
            document = self.get_subject()
        except Http404:
            if request.user.is_authenticated:
                raise
            return redirect_to_login(request.get_full_path(), reverse("account_login"))
        rows = document.versions.order_by("-number")
        number = request.GET.get("version", "")
        version = find(rows, number=int(number)) if number.isascii() and number.isdigit() else rows.first()
        if version is None:
            return find(rows, pk=0)  # type: ignore[no-any-return]
        answer = FileResponse(
            version.file.open("rb"), as_attachment=True, filename=version.name, content_type=version.media_type
        )
        answer["X-Content-Type-Options"] = "nosniff"
        answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
        answer["Cache-Control"] = "private, no-store"
        return answer
