"""The few shapes of a page: list, detail, form, act. Each scopes the object first and asks one policy.

A view class declares `policy`: a registered dotted name, or one of
  "public"   anyone, signed in or not (add @login_not_required; a test lists them)
  "visible"  whoever may see the object or list by `visible_to`; nothing more is asked
  "self"     the signed-in person about itself
A view never tests a role: it asks, and acts.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import EmptyPage, Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.module_loading import import_string
from django.views.generic import TemplateView, View

from kernel import permissions
from kernel.actor import Actor
from kernel.errors import Conflict, DomainError, Invalid, Refused

OPEN_POLICIES = frozenset({"public", "visible", "self"})


class ActorMixin:
    """Gives a view its actor, its subject (the scoped object) and its policy."""

    policy: ClassVar[str] = ""
    request: HttpRequest
    kwargs: dict[str, Any]

    @property
    def actor(self) -> Actor:
        """Who asks."""
        return self.request.actor  # type: ignore[attr-defined, no-any-return]

    @property
    def person(self) -> Any:
        """The person who is signed in; only a page that nobody opens without signing in asks for it."""
        return self.request.user

    def get_subject(self) -> Any:
        """What the policy is asked about; override it. It must come from a `visible_to` queryset."""
        return None

    def ask(self, subject: Any) -> permissions.Answer:
        """The policy's answer."""
        if self.policy in OPEN_POLICIES:
            return permissions.Allowed()
        return permissions.ask(self.policy, self.actor, subject)

    def check(self, subject: Any) -> None:
        """404 where the policy hides the thing, a refusal with its sentence where it does not."""
        answer = self.ask(subject)
        if not answer:
            if getattr(answer, "hidden", False):
                raise Http404
            raise Refused(answer.sentence, answer.code)


def find(queryset: QuerySet[Any], **lookup: Any) -> Any:
    """The object in a scoped queryset, or 404: the same answer for foreign and for made-up addresses."""
    try:
        return queryset.get(**lookup)
    except (queryset.model.DoesNotExist, ValueError):
        raise Http404 from None


class Page(ActorMixin, TemplateView):
    """A page for reading. `get_context(subject)` returns finished data: templates run no query."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Scope, ask, render."""
        subject = self.get_subject()
        self.check(subject)
        return self.render_to_response({"view": self, **self.get_context(subject)})

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """The template's context."""
        return {"object": subject}


class ScopedDetail(Page):
    """The page of one object, found by its `public_id` among those the actor may see."""

    policy = "visible"
    model: ClassVar[type[Model]]

    def get_queryset(self) -> QuerySet[Any]:
        """Rows the actor may see."""
        return self.model._default_manager.visible_to(self.actor)  # type: ignore[attr-defined, no-any-return]

    def get_subject(self) -> Any:
        return find(self.get_queryset(), public_id=self.kwargs["public_id"])


class ScopedList(Page):
    """A list with filters, sorting by an allow-list, paging and export.

    `sorts` maps a word of `?sort=`, without a minus, to order_by terms; the first is the default; a minus turns it.
    `columns` (kernel.downloads.Column) make `?format=csv|xlsx` work for whoever may see the list.
    """

    policy = "visible"
    model: ClassVar[type[Model]]
    filterset_class: ClassVar[Any] = None
    sorts: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    page_size: ClassVar[int] = 25
    paginator_class: "type[Paginator[Any]]" = Paginator
    columns: ClassVar[tuple[Any, ...]] = ()
    export_name: ClassVar[str] = "list"

    def get_queryset(self) -> QuerySet[Any]:
        """Rows the actor may see."""
        return self.model._default_manager.visible_to(self.actor)  # type: ignore[attr-defined, no-any-return]

    def get_sort(self) -> str:
        """The word of the sort in force."""
        wanted = self.request.GET.get("sort", "")
        if wanted.removeprefix("-") in self.sorts:
            return wanted
        return next(iter(self.sorts), "")

    def ordered(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows in the order asked for, ties by key."""
        sort = self.get_sort()
        terms = self.sorts.get(sort.removeprefix("-"), ())
        if sort.startswith("-"):
            terms = tuple(term.removeprefix("-") if term.startswith("-") else f"-{term}" for term in terms)
        return rows.order_by(*terms, "pk")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """Scope, ask, filter, sort; then export or a page."""
        self.check(self.get_subject())
        rows = self.get_queryset()
        filters = None
        if self.filterset_class is not None:
            filters = self.filterset_class(request.GET, queryset=rows, request=request)
            rows = filters.qs if filters.is_valid() else rows.none()
        rows = self.ordered(rows)
        if self.columns and request.GET.get("format") in {"csv", "xlsx"}:
            from kernel import downloads

            return downloads.respond(request, rows, self.columns, request.GET["format"], self.export_name)
        page = self.paginate(rows)
        context = {
            "view": self,
            "filters": filters,
            "sort": self.get_sort(),
            "page": page,
            "rows": self.shape(page.object_list),
            "total": page.paginator.count,
            "is_filtered": any(value for key, value in request.GET.items() if key not in {"page", "sort", "format"}),
        }
        return self.render_to_response({**context, **self.get_context(self.get_subject())})

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        return {}

    def shape(self, rows: Any) -> list[Any]:
        """The page's rows as the template shows them (frozen dataclasses or plain objects)."""
        return list(rows)

    def paginate(self, rows: QuerySet[Any]) -> Any:
        """The page asked for; beyond the last one, the last."""
        paginator = self.paginator_class(rows, self.page_size)
        try:
            return paginator.page(max(1, int(self.request.GET.get("page", 1))))
        except (ValueError, EmptyPage):
            return paginator.page(paginator.num_pages)


class FormPage(ActorMixin, TemplateView):
    """A form and its act. A refusal of the act is shown on the form, and what was typed stays."""

    form_class: ClassVar[type[forms.BaseForm]]
    success_message: ClassVar[Any] = ""

    def get_form_kwargs(self, subject: Any) -> dict[str, Any]:
        """What the form is made with."""
        return {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """An empty or filled-in form."""
        subject = self.get_subject()
        self.check(subject)
        return self.show(self.form_class(**self.get_form_kwargs(subject)), subject)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Validate, act, go on."""
        subject = self.get_subject()
        self.check(subject)
        form = self.form_class(request.POST, request.FILES, **self.get_form_kwargs(subject))
        if not form.is_valid():
            return self.show(form, subject, status=422)
        try:
            result = self.act(subject, form)
        except Invalid as refusal:
            for name, sentences in refusal.fields.items():
                for sentence in sentences:
                    form.add_error(name if name in form.fields else None, sentence)
            if not refusal.fields:
                form.add_error(None, refusal.sentence)
            return self.show(form, subject, status=422)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
            return self.show(form, subject, status=409 if isinstance(refusal, Conflict) else 422)
        if said := self.get_success_message(result):
            messages.success(request, said)
        return HttpResponseRedirect(self.get_success_url(subject, result))

    def get_success_message(self, result: Any) -> Any:
        """What is said on the next page."""
        return self.success_message

    def show(self, form: Any, subject: Any, status: int = 200) -> HttpResponse:
        """The page with the form."""
        context = {"view": self, "form": form, "object": subject, **self.get_context(subject, form)}
        return self.render_to_response(context, status=status)

    def get_context(self, subject: Any, form: Any) -> Mapping[str, Any]:
        """What the template needs besides the form."""
        return {}

    def act(self, subject: Any, form: Any) -> Any:
        """Call one act of a service."""
        raise TypeError(f"{type(self).__name__} names no act.")

    def get_success_url(self, subject: Any, result: Any) -> str:
        """Where to go after the act."""
        return (result if result is not None else subject).get_absolute_url()  # type: ignore[no-any-return]


def _words(request: HttpRequest) -> str:
    """What a form says, without what the page put in."""
    said = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    files = [(name, file.name, file.size) for name, given in request.FILES.lists() for file in given]
    return json.dumps([said, files], sort_keys=True, default=str)


class ActView(ActorMixin, View):
    """A button: POST, policy, one act, back. An optional small form validates what comes with it.

    Twice is harmless: `KERNEL_ONCE` keeps the `idempotency_key`, and only other words under it are another act.
    """

    form_class: ClassVar[type[forms.Form] | None] = None
    service: ClassVar[Callable[..., Any]]  # the act, called with the subject under the name `argument`
    argument: ClassVar[str] = ""
    success_message: ClassVar[Any] = ""
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Scope, ask, validate, act."""
        subject = self.get_subject()
        request.refusal_url = self.get_refusal_url(subject)  # type: ignore[attr-defined]
        key = request.POST.get("idempotency_key", "")
        once: Callable[..., Any] | None = import_string(settings.KERNEL_ONCE) if key else None
        scope = f"{request.path}\n{_words(request)}"
        if once is not None and (where := once(actor=self.actor, key=key, scope=scope)):
            return HttpResponseRedirect(where)
        try:
            where = self.perform(subject, request)
        except Exception:
            if once is not None:
                once(actor=self.actor, key=key, scope=scope, answer="")  # nothing was done: free the key
            raise
        if once is not None:
            once(actor=self.actor, key=key, scope=scope, answer=where)
        return HttpResponseRedirect(where)

    def perform(self, subject: Any, request: HttpRequest) -> str:
        """Ask the policy, validate, act; returns where to go."""
        self.check(subject)
        data: dict[str, Any] = {}
        if self.form_class is not None:
            if not (form := self.form_class(request.POST, request.FILES)).is_valid():
                raise Invalid(" ".join(str(error) for errors in form.errors.values() for error in errors))
            data = form.cleaned_data
        result = self.act(subject, **data)
        if self.success_message:
            messages.success(request, self.success_message)
        return self.get_success_url(subject, result)

    def act(self, subject: Any, **data: Any) -> Any:
        """Call one act of a service."""
        return type(self).service(actor=self.actor, **{self.argument: subject}, **data)

    def get_refusal_url(self, subject: Any) -> str:
        """Where a refusal is shown: the page of the object."""
        return subject.get_absolute_url()  # type: ignore[no-any-return]

    def get_success_url(self, subject: Any, result: Any) -> str:
        """Where to go after the act."""
        return subject.get_absolute_url()  # type: ignore[no-any-return]
