"""The address under which somebody cites a page: absolute, with both clocks in it."""

from django.conf import settings
from django.http import HttpRequest

from .context import site


def permanent_address(request: HttpRequest) -> str:
    """Leads to the page as it stands now, whatever is found or published later."""
    return f"{settings.SITE_ROOT.rstrip('/')}{site(request)['permalink']}"
