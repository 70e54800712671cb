"""Links: what came of asking for the addresses that are cited, and which of them are dead."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from commitments.lists.search import SearchWord, any_field
from commitments.models import LinkCheck
from commitments.staff.links import citations_of, links_of
from commitments.templatetags.record import short_address
from commitments.templatetags.tracker import partial_date

from .base import CollectedAdmin
from .desk import LinkDeskFilter
from .workflow.bulk import BulkActionsMixin


@admin.register(LinkCheck)
class LinkCheckAdmin(BulkActionsMixin, CollectedAdmin):
    """Written by `check_links` alone; people take off their desk what they know to be down."""

    actions = ("set_aside_chosen",)
    list_display = ("shown_address", "said", "not_reached_since", "last_reached")
    list_filter = (LinkDeskFilter, "outcome")
    ordering = ("-failures", "failing_since", "pk")
    search_fields = ("address",)
    search_help_text = _("Search by words of the address.")
    fields = (
        "address",
        ("outcome", "http_status"),
        ("asked_at", "reached_at", "first_asked_at"),
        ("failures", "failing_since"),
        "moved_to",
        ("set_aside_by", "set_aside_at"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[LinkCheck]:
        """Those that something on the States of this person cites."""
        return super().get_queryset(request).filter(pk__in=links_of(request.user).values("pk"))

    def word_holds(self, word: SearchWord):
        return any_field(word, "address")

    def has_set_aside_permission(self, request: HttpRequest) -> bool:
        """Whether this person may take links off the desk."""
        return request.user.has_perm("commitments.change_linkcheck")

    def change_view(self, request, object_id, form_url="", extra_context=None) -> HttpResponse:
        """With what cites it, and what can be done."""
        check = self.get_object(request, object_id)
        context = {
            "citations": citations_of(check, request.user),
            "may_set_aside": self.has_set_aside_permission(request)
            and check.is_dead
            and not check.set_aside_at,
        }
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})

    def history_view(self, request: HttpRequest, object_id: str, extra_context=None) -> HttpResponse:
        """None: only the last that is known is kept."""
        raise Http404

    def count_message(self, count: int, done: str) -> str:
        counted = ngettext(
            "%(count)s link was taken off the desk.", "%(count)s links were taken off the desk.", count
        )
        return counted % {"count": count}

    @admin.display(description=_("address"), ordering="address")
    def shown_address(self, check: LinkCheck) -> str:
        return short_address(check.address)

    @admin.display(description=_("what came of it"), ordering="outcome")
    def said(self, check: LinkCheck) -> str:
        """With the HTTP status, where there was one."""
        status = f" ({check.http_status})" if check.http_status else ""
        return f"{check.get_outcome_display()}{status}"

    @admin.display(description=_("not reached since"), ordering="failing_since")
    def not_reached_since(self, check: LinkCheck) -> str:
        return partial_date(check.failing_since)

    @admin.display(description=_("last reached"), ordering="reached_at")
    def last_reached(self, check: LinkCheck) -> str:
        return partial_date(check.reached_at)

    @admin.action(description=_("Take off the desk: known to be down"), permissions=["set_aside"])
    def set_aside_chosen(self, request: HttpRequest, queryset: QuerySet[LinkCheck]) -> None:
        now = timezone.now()
        rows = self.chosen(request, queryset)
        self.take_each(request, rows, lambda row: row.set_aside(by=request.user, at=now), done="")
