"""What happens at the door: written to the log, and told to the people concerned by mail."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from commitments.models import User

from .throttle import HOUR, client_address, network

logger = logging.getLogger("cartagena.security")


def log(
    event: str, request: HttpRequest | None, person: User | None, *, level: int = logging.WARNING
) -> None:
    """One line without names: the number leads to the account, and what was typed may be a password."""
    fields = {
        "account": person.pk if person else "unknown",
        "network": network(client_address(request)) if request else "command line",
    }
    logger.log(level, event, extra={"fields": fields})


def later(request: HttpRequest, work: Callable[[], None]) -> None:
    """Do this once the answer has been sent, so that the time of the answer tells nothing about accounts."""
    request.work_after_answer = [*getattr(request, "work_after_answer", []), work]


def send(address: str, subject: str, template: str, **context: object) -> bool:
    """Whether a mail of the site left; why it did not is for the log and not for people."""
    body = render_to_string(template, {"root": settings.SITE_ROOT, **context})
    try:
        send_mail(subject, body, None, [address])
    except OSError:  # smtplib's errors are OSErrors
        logger.exception("A mail could not be sent: %s", template)
        return False
    return True


def tell(
    person: User, sentences: list[str], *, request: HttpRequest, addresses: tuple[str, ...] = ()
) -> None:
    """Tell the owner of an account what was changed, at these addresses or at the one it has."""
    asked_from, at = network(client_address(request)), timezone.now()

    def mail() -> None:
        for address in dict.fromkeys(filter(None, addresses or (person.email,))):
            send(
                address,
                _("Your account at Cartagena was changed"),
                "mail/account_changed.txt",
                person=person,
                sentences=sentences,
                at=at,
                place=asked_from,
            )

    transaction.on_commit(lambda: later(request, mail))


def tell_many_failures(
    person: User, failures: int, *, request: HttpRequest, knows_password: bool = False
) -> None:
    """Tell the administrators and the owner that somebody guesses the password, or who knows it the second
    factor; once a day and account."""
    place = network(client_address(request))
    context = {"person": person, "failures": failures, "place": place, "knows_password": knows_password}

    def mail() -> None:
        if cache.add(f"told-of-failures:{person.pk}:{knows_password}", True, 24 * HOUR):
            for address in {*_addresses_of_administrators(), person.email} - {""}:
                send(address, _("Many failed sign-ins at Cartagena"), "mail/many_failures.txt", **context)

    later(request, mail)


def _addresses_of_administrators() -> QuerySet[User, str]:
    may_change_people = Q(is_superuser=True) | Q(groups__permissions__codename="change_user")
    return User.objects.filter(may_change_people, is_active=True).values_list("email", flat=True)
