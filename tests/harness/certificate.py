"""A certificate that nobody trusts, for sites of this machine."""

import subprocess
from pathlib import Path

OPENSSL = [
    "openssl",
    "req",
    "-x509",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:prime256v1",
    "-nodes",
    "-days",
    "2",
]


def self_signed(certificate: Path, key: Path, *, name: str) -> None:
    """Write both; `name` is as the alternative names of certificates have it, `DNS:…` or `IP:…`."""
    told = ["-subj", "/CN=Invented", "-addext", f"subjectAltName={name}", "-keyout", key, "-out", certificate]
    subprocess.run([*OPENSSL, *told], check=True, capture_output=True)
