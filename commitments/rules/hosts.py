"""The names of sites in web addresses: which there can be, and which readers can reach."""

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address
from unicodedata import normalize

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
    "localdomain6",
    "private",
)
# The registries of addresses for special purposes (RFC 6890 and after) and what clouds tell their machines.
# Written out, because `is_global` says otherwise from one release of Python to the next.
SPECIAL_IPV4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "168.63.129.16/32",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
        ),
    )
)
# Everything else of IPv6 is private, reserved, or holds an IPv4 address (::ffff:0:0/96, 64:ff9b::/96).
PUBLIC_IPV6 = IPv6Network("2000::/3")
# Among them Teredo (2001::/32) and 6to4 (2002::/16), which hold an IPv4 address as well.
SPECIAL_IPV6 = tuple(
    map(
        IPv6Network,
        ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"),
    )
)


def is_public_machine(number: str) -> bool:
    """Whether the whole internet knows a machine by this IP address; a zone (`%eth0`) makes it a local one.

    Not private, loopback, link-local, shared, multicast or reserved, none of a cloud's own services, and none
    that holds the address of another machine.
    """
    try:
        machine = ip_address(number)
    except ValueError:
        return False
    if isinstance(machine, IPv4Address):
        return not any(machine in network for network in SPECIAL_IPV4)
    if machine.scope_id is not None or machine not in PUBLIC_IPV6:
        return False
    return not any(machine in network for network in SPECIAL_IPV6)


def is_out_of_reach(host: str) -> bool:
    """Whether only one's own machine or network knows this host: `localhost`, `10.0.0.1`, `nas.local`."""
    name = normalize("NFKC", host).translate(DOTS).rstrip(".").lower()
    if ":" in name or (name.replace(".", "").isdecimal() and name.count(".") == 3):
        return not is_public_machine(name)
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
