"""How often one address may ask."""

from django.conf import settings
from django.core.cache import BaseCache, caches
from django.utils.functional import cached_property
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle


class AddressThrottle(SimpleRateThrottle):
    """Counts by the address that asks, in the memory of each server process; the rate is a setting."""

    scope = "api"

    @cached_property
    def cache(self) -> BaseCache:
        """A cache of its own, so that no other use of the site's cache can push a count out."""
        return caches["api"]

    def get_rate(self) -> str | None:
        """Such as 240/minute; None lets everybody ask as often as they like."""
        return settings.API_RATE or None

    def get_cache_key(self, request: Request, view: object) -> str:
        """Nobody signs in here: the address is all there is."""
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}
