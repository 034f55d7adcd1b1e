"""The links of mails: `/u/<token>` stops a kind without a sign-in, `go/<token>/` leads to one thing."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from communication import links, subjects
from communication.forms import StopForm
from communication.models import Choice, StopToken
from communication.selectors import goings
from communication.services import deliveries, preferences
from kernel import languages
from kernel.views import ActorMixin


# SECURITY: a mail program posts here without cookies (RFC 8058), so there is no form token; the address is the secret,
# and all it can do is to set the mail choices of its own person. GET changes nothing: link scanners open every link.
@method_decorator([csrf_exempt, login_not_required], name="dispatch")
class StopPage(ActorMixin, View):
    """A page with buttons on GET; POST stops that kind at once, or what the button says."""

    policy = "public"

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """What it would stop, and nothing more."""
        return self._show(request, self._find(token), done=False)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Stop, or set what was asked for instead."""
        row = self._find(token)
        form = StopForm(request.POST)
        act = form.cleaned_data["act"] if form.is_valid() else "stop"
        before = preferences.choices(row.person_id).get(row.kind, preferences.PROPOSED)
        if act == "undo":
            preferences.stop(token=row, instead=form.cleaned_data["before"])
        elif act == "all":
            preferences.stop(token=row, everything=True)
        else:
            preferences.stop(token=row, instead=act if act in preferences.allowed(row.kind) else str(Choice.OFF))
        return self._show(request, row, done=True, act=act or "stop", before=before)

    def _find(self, token: str) -> StopToken:
        row = StopToken.objects.filter(token=token).select_related("person").first()
        if row is None:
            raise Http404
        return row

    def _show(self, request: HttpRequest, row: StopToken, **told: Any) -> HttpResponse:
        asked = request.GET.get("language", "")
        language = asked if asked in languages.codes() else row.person.language
        subject = subjects.BY_CODE.get(row.kind)
        with translation.override(language):
            request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
            answer = render(
                request,
                "communication/stop.html",
                {
                    "token": row,
                    "kind": row.kind,
                    "subject": subject,
                    "choices": preferences.allowed(row.kind),
                    "preferences_url": reverse("communication:mails"),
                    "languages": [(code, code == language) for code in languages.codes()],
                    **told,
                },
            )
        # No form here asks for a token: a mail program that posts gets no cookie (RFC 8058).
        request.META.pop("CSRF_COOKIE_NEEDS_UPDATE", None)
        answer["Cache-Control"] = "no-store"
        answer["Content-Language"] = language
        return answer


@method_decorator(login_not_required, name="dispatch")
class GoPage(ActorMixin, View):
    """Says what a mail's link is for and leads on; it opens nothing and acts on nothing."""

    policy = "public"

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """To the page for its own person; else a word on what it is, and the sign-in."""
        target = links.read(token)
        going = goings.find(target) if target is not None else None
        if going is None:
            raise Http404
        if going.is_over:
            return render(request, "communication/go_over.html", {"home_url": "/"}, status=410)
        if request.user.is_authenticated and request.user.pk == going.person_id:
            if target is not None and target.kind == links.NOTICE:
                deliveries.mark_seen(public_id=target.public_id)
            return HttpResponseRedirect(going.url)
        sign_in = f"{reverse('account_login')}?{urlencode({'next': request.path})}"
        return render(
            request,
            "communication/go.html",
            {"going": going, "sign_in_url": sign_in, "is_other": request.user.is_authenticated},
        )
