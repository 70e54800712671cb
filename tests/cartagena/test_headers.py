"""What every answer tells the browser."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/healthz", "/admin/login/", "/no-such-page/"])
def test_nothing_is_loaded_from_elsewhere_and_nobody_frames_a_page(client, address):
    headers = client.get(address).headers

    policy = set(headers["Content-Security-Policy"].split("; "))
    assert policy == {
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    }
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_behind_https_everything_is_sent_there_except_the_question_whether_it_lives(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    sent = client.get("/methodology/")
    alive = client.get("/healthz")

    assert (sent.status_code, sent.headers["Location"]) == (301, "https://testserver/methodology/")
    assert alive.status_code == 200
