"""From a published note to what the State answered."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from commitments.models import ProgressNote
from commitments.rules.publication import is_frozen


class ReplyLinksMixin:
    """Leads from a note that the public can read to its replies, and to the form of a new one."""

    def render_change_form(
        self, request: HttpRequest, context, add=False, change=False, form_url="", obj=None
    ):
        """The form, which knows where the replies are."""
        if obj is not None and is_frozen(obj.stage):
            context |= self._reply_links(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _reply_links(self, request: HttpRequest, note: ProgressNote) -> dict[str, object]:
        may_add = request.user.has_perm("commitments.add_reply")
        form, rows = (reverse(f"admin:commitments_reply_{name}") for name in ("add", "changelist"))
        return {
            "reply_count": note.replies.count(),
            "replies_address": f"{rows}?{urlencode({'note__id__exact': note.pk})}",
            "reply_address": f"{form}?{urlencode({'note': note.pk})}" if may_add else "",
        }
