"""The address under which somebody cites a page: absolute, with both clocks in it."""

from django.http import HttpRequest

from commitments.templatetags.head import site_root

from .context import site_context


def permanent_address(request: HttpRequest) -> str:
    """Leads to the page as it stands now, whatever is found or published later."""
    return f"{site_root(request)}{site_context(request)['permalink']}"
