"""The documents that a person should open first to fill what is missing: they could not be read here."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SECRETARIAT = "https://www.apminebanconvention.org"
FORMER_SECRETARIAT = "https://old.apminebanconvention.org"
DEPOSITARY = "https://treaties.un.org/Pages/ViewDetails.aspx?src=TREATY"


@dataclass(frozen=True)
class DocumentToOpen:
    """A document, the commitments it would tell about, and what it would settle.

    `address` is empty where none was found that leads to it.
    """

    codes: frozenset[str]
    title: Promise
    settles: Promise
    address: str = ""


DOCUMENTS_TO_OPEN = (
    DocumentToOpen(
        frozenset({"16b"}),
        _("Final report of the Twenty-Second Meeting of the States Parties, December 2025 (summary)"),
        _("The decisions on requests for more time: it should settle most deadlines that have passed here."),
        f"{SECRETARIAT}/en/meetings-of-the-states-parties/22msp/summary",
    ),
    DocumentToOpen(
        frozenset({"16b"}),
        _("Final report of the Fifth Review Conference, November 2024 (summary)"),
        _("The decisions on requests for more time that were made there."),
        f"{SECRETARIAT}/en/review-conferences/5revcon/summary",
    ),
    DocumentToOpen(
        frozenset({"16b", "15a", "20a"}),
        _("Mine Action Review, Clearing the Mines: pages of States, all editions"),
        _("What is left to clear, and the scores for national ownership and gender."),
        "https://www.mineactionreview.org/",
    ),
    DocumentToOpen(
        frozenset({"14a", "14b", "16c", "20a", "20b", "20c"}),
        _("The United Nations’ data base of reports under Article 7"),
        _("Who reported for which year, stocks, and what States say of victims and of money (Form J)."),
    ),
    DocumentToOpen(
        frozenset({"16a"}),
        _("Landmine Monitor, tables of casualties by State, editions 2019 to 2025 (here: 2023)"),
        _("Casualties of every State from 2018 to 2024."),
        "https://www.the-monitor.org/en-gb/reports/2023/landmine-monitor-2023/the-impact.aspx",
    ),
    DocumentToOpen(
        frozenset({"20a", "20b"}),
        _("Landmine Monitor, chapter “Support for Mine Action”, editions 2010 to 2024 (here: 2022)"),
        _("Its tables of donors and of States’ own contributions have every State in one place."),
        "http://www.the-monitor.org/en-gb/reports/2022/landmine-monitor-2022/support-for-mine-action.aspx",
    ),
    DocumentToOpen(
        frozenset({"20a"}),
        _("Requests for more time under Article 5, with their plans and costs"),
        _("What a State itself holds to be necessary, beside what was paid."),
    ),
    DocumentToOpen(
        frozenset({"14a", "14b", "15a", "15b"}),
        _("Observations of the Committee on Victim Assistance, yearly (here: meetings of June 2024)"),
        _("How each State with many survivors keeps its word, as the committee sees it."),
        f"{SECRETARIAT}/intersessional-meetings/2024-intersessional-meetings/",
    ),
    DocumentToOpen(
        frozenset({"14a", "14b"}),
        _("Updates by States on victim assistance, June 2011"),
        _("About twenty States in their own words."),
        f"{FORMER_SECRETARIAT}/intersessional-meetings/june-2011/victim-assistance-and-socio-economic-reintegration/",
    ),
    DocumentToOpen(
        frozenset({"14a", "14b"}),
        _("Updates by States on victim assistance, May 2012"),
        _("About twenty States in their own words."),
        f"{FORMER_SECRETARIAT}/intersessional-meetings/may-2012/victim-assistance/",
    ),
    DocumentToOpen(
        frozenset({"16d"}),
        _("Landmine Monitor, editions 2012 and 2014, chapter on the ban"),
        _("The two editions on recorded use that were not read."),
    ),
    DocumentToOpen(
        frozenset({"17"}),
        _("The depositary’s page on the Convention, with its notices"),
        _(
            "Who joined and left, with the days: Estonia, Finland, Latvia, Lithuania, Poland, Tonga and"
            " others."
        ),
        f"{DEPOSITARY}&mtdsg_no=XXVI-5&chapter=26",
    ),
    DocumentToOpen(
        frozenset({"17"}),
        _("Records of the General Assembly: A/78/PV.42, A/79/PV.43 and the vote of December 2025"),
        _("Votes against and abstentions, which may have been corrected afterwards, and the newest vote."),
    ),
    DocumentToOpen(
        frozenset({"18"}),
        _("The depositary’s page on the Convention on the Rights of Persons with Disabilities"),
        _("Who joined after the copy that was read."),
        f"{DEPOSITARY}&mtdsg_no=IV-15&chapter=4",
    ),
    DocumentToOpen(
        frozenset({"18"}),
        _("The depositary’s page on the Convention on Cluster Munitions"),
        _("Who joined or left after the copy that was read."),
        f"{DEPOSITARY}&mtdsg_no=XXVI-6&chapter=26",
    ),
    DocumentToOpen(
        frozenset({"19b", "20c"}),
        _("Lists of participants of the Meetings of the States Parties since 2021"),
        _("Which States came and spoke, and whether survivors were in their delegations."),
    ),
)


def documents_to_open(code: str) -> list[DocumentToOpen]:
    """Those that would tell most about a commitment, in the order in which to open them."""
    return [each for each in DOCUMENTS_TO_OPEN if code in each.codes]
