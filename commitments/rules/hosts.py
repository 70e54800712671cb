"""The names of sites in web addresses: which there can be, and which readers can reach."""

import re
from ipaddress import ip_address

NO_SIGN_OF_A_HOST = re.compile(r"""[!"#$%&'()*+,/:;<=>?@\[\]^`{|}~]""")
MAX_LABEL_LENGTH, MAX_HOST_LENGTH = 63, 253
DOTS = str.maketrans("。．｡", "...")  # as some keyboards write them, and browsers read them
HOME_ENDINGS = (
    "localhost",
    "invalid",
    "test",
    "local",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "home.arpa",
    "localdomain",
)


def is_out_of_reach(host: str) -> bool:
    """Whether only one's own machine or network knows this host: `localhost`, `10.0.0.1`, `nas.local`."""
    name = host.rstrip(".").lower()
    try:
        machine = ip_address(name)
        return not machine.is_global or machine.is_multicast
    except ValueError:
        last = name.rpartition(".")[2]
        is_number = last.isdecimal() or last.startswith("0x")  # 127.1 and 0x7f.1 are machines too
        return "." not in name or is_number or name.endswith(tuple(f".{end}" for end in HOME_ENDINGS))


def is_host(host: str) -> bool:
    """Whether a site can be called so, with a port or without; numbers in brackets are not looked at."""
    name = host.partition(":")[0].removesuffix(".")
    if host.startswith("[") or not host:
        return True
    labels = [label.encode("ascii" if label.isascii() else "punycode") for label in name.split(".")]
    fits = all(0 < len(label) <= MAX_LABEL_LENGTH for label in labels) and len(name) <= MAX_HOST_LENGTH
    return fits and not NO_SIGN_OF_A_HOST.search(name)
