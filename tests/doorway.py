"""How a test comes in: signed in without a form, as if the password had just been asked."""

import time

from django.test import Client

from commitments.models import User


def sit_down(client: Client, person: User, *methods: str, minutes_ago: float = 0) -> None:
    """Sign in; `methods` are what this session has shown (`password`, `mfa`), and how long ago."""
    client.force_login(person)
    session = client.session
    session["account_authentication_methods_user"] = str(person.pk)
    session["account_authentication_methods"] = [
        {"method": method, "at": time.time() - 60 * minutes_ago} for method in methods or ("password",)
    ]
    session.save()
