"""A run over many hosts: which answers count, when it stops, and what it leaves for the next one."""

from time import sleep

import pytest

from commitments.outgoing.run import NoNetwork, check_links, with_a_network
from commitments.outgoing.visitor import LinkAnswer
from commitments.rules.links import LinkOutcome

REACHED = LinkAnswer(LinkOutcome.REACHED, 200)
SILENT = LinkAnswer(LinkOutcome.TIMEOUT)


class Scripted:
    """Answers by the name of the host; `asked` are the addresses that came."""

    def __init__(self, **answers: LinkAnswer) -> None:
        self.answers, self.asked = answers, []

    def check(self, address: str) -> LinkAnswer:
        self.asked.append(address)
        return self.answers.get(address.split("/")[2].split(".", maxsplit=1)[0], REACHED)


def addresses(*hosts: str, pages: int = 1) -> list[str]:
    return [f"https://{host}.example/{page}" for page in range(pages) for host in hosts]


def run(visitor: Scripted, links: list[str], *, workers: int = 1, seconds: float = 30) -> list[tuple]:
    found = check_links(links, visitor, seconds=seconds, workers=workers)
    checked = with_a_network(found, is_there=nobody_is)
    return sorted((each.address, each.answer.outcome) for each in checked)


def nobody_is() -> bool:
    """No site that was reached before answers."""
    return False


def test_every_address_is_asked_once_and_told():
    visitor, links = Scripted(b=LinkAnswer(LinkOutcome.GONE, 404)), addresses("a", "b", "c", pages=3)
    found = run(visitor, links, workers=3)
    assert [address for address, _outcome in found] == sorted(links) == sorted(visitor.asked)
    assert {outcome for address, outcome in found if "//b." in address} == {LinkOutcome.GONE}


def test_host_that_is_silent_twice_is_not_asked_again():
    visitor = Scripted(down=SILENT)
    found = run(visitor, addresses("down", pages=5) + addresses("up"))
    assert len([address for address in visitor.asked if "down" in address]) == 2
    assert [outcome for address, outcome in found if "down" in address] == [LinkOutcome.TIMEOUT] * 5


def test_site_that_asks_for_patience_is_left_for_another_run():
    for patience in (
        LinkAnswer(LinkOutcome.CLOSED, 429),
        LinkAnswer(LinkOutcome.ERROR, 503, retry_after=900),
    ):
        visitor = Scripted(busy=patience)
        found = run(visitor, addresses("busy", pages=4) + addresses("up", pages=2))
        assert len(found) == 3
        assert [address for address in visitor.asked if "busy" in address] == ["https://busy.example/0"]


def test_machine_without_a_network_knows_nothing_of_any_page():
    nobody = {f"h{number}": SILENT for number in range(30)}
    cases = {
        "nobody answers": (nobody, addresses(*nobody)),
        "few are asked, and none answers": ({"h1": SILENT}, addresses("h1", pages=4)),
    }
    for name, (answers, links) in cases.items():
        told = []
        with pytest.raises(NoNetwork):
            told.extend(
                with_a_network(check_links(links, Scripted(**answers), seconds=30), is_there=nobody_is)
            )
        assert (name, told) == (name, [])


def test_network_that_is_lost_on_the_way_spoils_nothing_of_what_follows():
    """The first host answers and then no other: what came after it is not believed."""
    silent = {f"h{number}": SILENT for number in range(12)}
    links, told = addresses("up", pages=3) + addresses(*silent), []
    checked = check_links(links, Scripted(**silent), seconds=30, workers=1)
    with pytest.raises(NoNetwork):
        told.extend(with_a_network(checked, is_there=nobody_is))
    assert [each.address for each in told] == addresses("up", pages=3)


def test_dead_links_alone_are_believed_where_another_site_answers():
    """A run over nothing but dead links would never find them dead otherwise."""
    silent, asked = {f"h{number}": SILENT for number in range(25)}, []
    checked = check_links(addresses(*silent), Scripted(**silent), seconds=30)
    found = list(with_a_network(checked, is_there=lambda: not asked.append(1)))
    assert (len(found), len(asked)) == (25, 2)


def test_run_ends_when_its_time_is_over():
    visitor = Scripted()
    assert run(visitor, addresses("a", pages=50), seconds=0) == []


def test_run_ends_when_nobody_reads_on():
    visitor = Scripted()
    visitor.check = lambda address: sleep(0.005) or Scripted.check(visitor, address)
    checked = check_links(addresses("a", pages=1_000), visitor, seconds=30)
    next(checked)
    checked.close()
    assert len(visitor.asked) < 1_000
