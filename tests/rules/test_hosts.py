"""Which machines and names are public: judged by many spellings that mean one's own machine or network."""

import pytest

from commitments.rules.hosts import is_out_of_reach, is_public_machine

PUBLIC_MACHINES = (
    "1.1.1.1",
    "93.184.215.14",
    "172.15.255.255",
    "172.32.0.1",
    "100.63.255.255",
    "2606:4700::1111",
)
# the IP address, as a resolver gives it, and why it is no public machine
OTHER_MACHINES = {
    "0.0.0.0": "this host",
    "0.1.2.3": "this network",
    "10.0.0.1": "private",
    "10.255.255.255": "private",
    "100.64.0.1": "shared by a provider (CGNAT)",
    "100.100.100.200": "metadata of Alibaba",
    "100.127.255.255": "shared by a provider (CGNAT)",
    "127.0.0.1": "loopback",
    "127.255.255.254": "loopback",
    "168.63.129.16": "services of Azure",
    "169.254.0.1": "link-local",
    "169.254.169.254": "metadata of AWS, Google and Azure",
    "169.254.170.2": "metadata of containers",
    "172.16.0.1": "private",
    "172.31.255.255": "private",
    "192.0.0.192": "metadata of Oracle",
    "192.0.2.1": "documentation",
    "192.31.196.1": "AS112",
    "192.52.193.1": "AMT",
    "192.88.99.1": "6to4 relay",
    "192.168.1.1": "private",
    "198.18.0.1": "benchmarks",
    "198.19.255.255": "benchmarks",
    "198.51.100.1": "documentation",
    "203.0.113.1": "documentation",
    "224.0.0.1": "multicast",
    "239.255.255.250": "multicast",
    "240.0.0.1": "reserved",
    "255.255.255.255": "broadcast",
    "::": "unspecified",
    "::1": "loopback",
    "::7f00:1": "IPv4-compatible",
    "::127.0.0.1": "IPv4-compatible",
    "::ffff:127.0.0.1": "IPv4-mapped",
    "::ffff:7f00:1": "IPv4-mapped",
    "::ffff:1.1.1.1": "IPv4-mapped, whatever it holds",
    "::ffff:0:127.0.0.1": "IPv4-translated",
    "64:ff9b::7f00:1": "NAT64",
    "64:ff9b::1.1.1.1": "NAT64, whatever it holds",
    "64:ff9b:1::a00:1": "NAT64 of one's own",
    "100::1": "discarded",
    "2001::1": "Teredo",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2": "Teredo",
    "2001:10::1": "ORCHID",
    "2001:db8::1": "documentation",
    "2002:7f00:1::": "6to4 of 127.0.0.1",
    "2002:a9fe:a9fe::": "6to4 of 169.254.169.254",
    "3fff::1": "documentation",
    "5f00::1": "segment routing",
    "fc00::1": "unique local",
    "fd00:ec2::254": "metadata of AWS",
    "fe80::1": "link-local",
    "fe80::1%eth0": "link-local with a zone",
    "2606:4700::1111%1": "a zone makes it local",
    "fec0::1": "site-local",
    "ff02::1": "multicast",
    "example.org": "no number at all",
    "2130706433": "no number as a resolver gives it",
    "0x7f.1": "no number as a resolver gives it",
    "0177.0.0.1": "no number as a resolver gives it",
    "": "nothing",
}
# the host of an address, as somebody may write it
HOSTS_OUT_OF_REACH = (
    *(
        "localhost",
        "LOCALHOST",
        "localhost.",
        "a.localhost",
        "localhost.localdomain",
        "localhost6.localdomain6",
    ),
    *("127.0.0.1", "127.0.0.1.", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1"),
    *("017700000001", "0x7f.0x0.0x0.0x1", "127.0.0.01", "0.0.0.0", "0", "127.0.0.256"),
    *("１２７.0.0.1", "127。0。0。1", "①②⑦.⓪.⓪.①", "ｌｏｃａｌｈｏｓｔ", "169.254.169.254", "0xa9fea9fe"),
    *("::1", "::", "::ffff:127.0.0.1", "0:0:0:0:0:ffff:7f00:1", "fe80::1%25eth0", "fe80::1%eth0", "[::1]"),
    *("64:ff9b::7f00:1", "2002:7f00:1::", "fd00:ec2::254", "::127.0.0.1", "1:2:3", ":"),
    *("metadata", "metadata.google.internal", "metadata.google.internal.", "instance-data.ec2.internal"),
    *(
        "nas.local",
        "printer.lan",
        "wiki.corp",
        "router.home.arpa",
        "db.private",
        "x.test",
        "x.invalid",
        "intranet",
    ),
    *("xn--127-0-0-1", "", "."),
)
HOSTS_WITHIN_REACH = (
    *("example.org", "EXAMPLE.ORG.", "www.un.org", "xn--mnchen-3ya.de", "münchen.de", "1.1.1.1"),
    *(
        "2606:4700::1111",
        "localhost.example.org",
        "local.example.org",
        "127.0.0.1.example.org",
        "internal.org",
    ),
)


@pytest.mark.parametrize(("machines", "public"), [(PUBLIC_MACHINES, True), (OTHER_MACHINES, False)])
def test_public_machine_is_known_by_its_number(machines, public):
    assert [number for number in machines if is_public_machine(number) != public] == []


@pytest.mark.parametrize(("hosts", "out_of_reach"), [(HOSTS_OUT_OF_REACH, True), (HOSTS_WITHIN_REACH, False)])
def test_host_out_of_reach_is_known_however_it_is_written(hosts, out_of_reach):
    assert [host for host in hosts if is_out_of_reach(host) != out_of_reach] == []
