"""Where people report a weakness of this site: `/.well-known/security.txt` of RFC 9116."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from commitments.templatetags.head import site_root

# RFC 9116 recommends less than a year; whoever reads a copy that is older asks again
VALID_FOR = timedelta(days=180)
KEPT_FOR = timedelta(days=1)


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Contact, policy and expiry; 404 where the installation names nobody who reads what is reported."""
    if not settings.CONTACT:
        raise Http404
    root = site_root(request)
    expires = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) + VALID_FOR
    fields = {
        "Contact": settings.CONTACT,
        "Expires": f"{expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages": "en",
        "Canonical": f"{root}{reverse('security_txt')}",
        "Policy": f"{root}{reverse('methodology')}#security",
    }
    lines = [f"{name}: {value}\n" for name, value in fields.items()]
    answer = HttpResponse("".join(lines), content_type="text/plain; charset=utf-8")
    answer.headers["Cache-Control"] = f"public, max-age={KEPT_FOR.days * 24 * 60 * 60}"
    return answer
