"""What an authenticator app does: from the key that it was shown to the six digits of this half minute."""

import base64
import hashlib
import hmac
import struct
import time

from playwright.sync_api import Page, expect

STEP = 30


def code(secret: str, *, later: int = 0) -> str:
    """RFC 6238; `later` counts half minutes, because each code is taken once."""
    counter = struct.pack(">Q", int(time.time()) // STEP + later)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def set_up_app(page: Page) -> tuple[str, list[str]]:
    """From the page of the second factor to the recovery codes; returns the key and the codes."""
    page.get_by_role("link", name="Set up an app").click()
    secret = page.locator(".account-secret").inner_text()
    page.get_by_label("Code").fill(code(secret))
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    return secret, page.locator(".account-codes code").all_inner_texts()
