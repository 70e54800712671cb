"""The history in the admin, of one record, one batch or everything: it is read, and never changed."""

from datetime import datetime
from itertools import chain
from uuid import UUID

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from commitments.models import (
    Assignment,
    Commitment,
    Deadline,
    EvidenceLink,
    Membership,
    Obligation,
    Paragraph,
    ProgressNote,
    Reply,
    State,
    User,
)
from commitments.models.action_log import log_action
from commitments.staff import history

TRACKED = (
    *(ProgressNote, EvidenceLink, Reply, Obligation, Deadline),
    *(State, Membership, Commitment, Paragraph, User, Assignment),
)
# Whose history stands on the page of another record too, and by which key it belongs there.
BELONGS: dict[type[Model], tuple[tuple[type[Model], str], ...]] = {
    ProgressNote: ((EvidenceLink, "note_id"),),
    State: ((Membership, "state_id"),),
    Obligation: ((Deadline, "obligation_id"),),
    User: ((Assignment, "person_id"),),
}
SEEN_WITH = {EvidenceLink: ProgressNote, Membership: State, Assignment: User, Deadline: Obligation}


def reached_history(request: HttpRequest, model: type[Model]) -> QuerySet:
    """The history of a model, of those records only that this person reaches now."""
    rows, person = model.history.all(), request.user
    if person.reaches_every_state:
        return rows
    if hasattr(model.objects.all(), "visible_to"):
        return rows.filter(id__in=model.objects.visible_to(person).values("pk"))
    if model is Membership:
        return rows.filter(state_id__in=State.objects.visible_to(person).values("pk"))
    return rows


def may_see(request: HttpRequest, model: type[Model]) -> bool:
    """Whether this person sees such records at all, by themselves or on the page they belong to."""
    registered = [admin.site._registry.get(each) for each in (model, SEEN_WITH.get(model)) if each]
    return any(shown.has_view_permission(request) for shown in registered if shown)


def moment_before(request: HttpRequest) -> datetime | None:
    """The moment that the address asks to look back from; an odd one is no page."""
    asked = request.GET.get("before", "")
    try:
        moment = parse_datetime(asked) if asked else None
    except ValueError:
        moment = None
    if asked and (moment is None or moment.tzinfo is None):
        raise Http404
    return moment


def history_page(
    request: HttpRequest, histories: list[QuerySet], title: str, **context: object
) -> HttpResponse:
    """Entries, the newest first, with the way to older ones."""
    page = history.history_page(histories, moment_before(request))
    entries = [(entry, _address(entry.model, entry.pk)) for entry in page.entries]
    query = request.GET.copy()
    if page.older:
        query["before"] = page.older.isoformat()
    whole = admin.site.each_context(request) | {
        "title": title,
        "entries": entries,
        "older": query.urlencode() if page.older else "",
        "one_record": False,
        **context,
    }
    return TemplateResponse(request, "admin/commitments/history.html", whole)


def _address(model: type[Model], pk: object) -> str:
    """The history of the record itself, where it has a page of its own."""
    try:
        return reverse(f"admin:commitments_{model._meta.model_name}_history", args=[pk])
    except NoReverseMatch:
        return ""


def changes_view(request: HttpRequest) -> HttpResponse:
    """Everything that changed, or one batch of it, as far as this person reaches."""
    seen = [model for model in TRACKED if may_see(request, model)]
    if not seen:
        raise PermissionDenied
    histories = [reached_history(request, model) for model in seen]
    asked = request.GET.get("batch", "")
    if not asked:
        return history_page(request, histories, _("All changes"))
    try:
        batch = UUID(asked)
    except ValueError:
        raise Http404 from None
    of_batch = [rows.filter(batch=batch) for rows in histories]
    return history_page(request, of_batch, _("The changes of one batch"), batch=batch)


class HistoryAdmin(admin.ModelAdmin):
    """Shows the history that the models keep, and writes no second one beside it."""

    def history_view(self, request: HttpRequest, object_id: str, extra_context=None) -> HttpResponse:
        """Who changed this record and what belongs to it, also after it was deleted."""
        pk = self._asked(object_id)
        there = self.get_queryset(request).filter(pk=pk).first()
        if there is None and not request.user.reaches_every_state:
            raise Http404
        if not self.has_view_or_change_permission(request, there):
            raise PermissionDenied
        own = self.model.history.filter(**{self.opts.pk.attname: pk})
        if there is None and not own.exists():
            raise Http404
        belonging = [model.history.filter(**{key: pk}) for model, key in BELONGS.get(self.model, ())]
        title = _("History: %(name)s") % {"name": there or _("deleted")}
        return history_page(
            request,
            [own, *belonging],
            title,
            one_record=True,
            opts=self.opts,
            object=there,
            module_name=capfirst(self.opts.verbose_name_plural),
        )

    def _asked(self, object_id: str) -> object:
        try:
            return self.opts.pk.to_python(unquote(object_id))
        except ValidationError:
            raise Http404 from None

    def log_addition(self, request, obj, message) -> None:
        """No row beside the history of the model, only a line of the log."""
        log_action("added", record=obj, by=request.user)

    def log_change(self, request, obj, message) -> None:
        """The same, with the names of the fields."""
        changed = [each.get("changed", {}).get("fields", []) for each in message if isinstance(each, dict)]
        log_action("changed", record=obj, by=request.user, fields=sorted({*chain.from_iterable(changed)}))

    def log_deletions(self, request, queryset) -> None:
        """A line for each."""
        for record in queryset:
            log_action("deleted", record=record, by=request.user)
