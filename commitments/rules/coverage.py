"""What was looked through for each commitment, when, with which doubts: written by people, for readers.

What is published is counted elsewhere; this says where people have looked. A new reading is one more row of
`READINGS`, with its day: an address with an earlier `known_at` does not show it.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FIRST_READING, SECOND_READING = date(2026, 11, 24), date(2026, 11, 27)
VICTIMS = frozenset({"14a", "14b"})
PARTICIPATION = frozenset({"15a", "15b"})
COOPERATION = frozenset({"19a", "19b"})


@dataclass(frozen=True)
class Reading:
    """One family of sources that was looked through for some commitments.

    `first_year` and `last_year` span what was found in it. `doubts` say what it leaves open.
    """

    codes: frozenset[str]
    read_date: date
    first_year: int
    last_year: int
    sources: Promise
    doubts: Promise


READINGS = (
    Reading(
        VICTIMS,
        FIRST_READING,
        2004,
        2025,
        _(
            "Who has many survivors to care for: pages of the Convention’s secretariat, Landmine Monitor,"
            " statements of the International Campaign to Ban Landmines."
        ),
        _(
            "It says who made the promise, not how well it is kept. The official list of today was not"
            " seen as a list."
        ),
    ),
    Reading(
        VICTIMS,
        SECOND_READING,
        2010,
        2022,
        _(
            "How victims are helped and take part: profiles of States by Landmine Monitor, reports of the"
            " International Campaign to Ban Landmines, pages of the secretariat."
        ),
        _(
            "Mostly years before 2019. The newer tables on Afghanistan, Cambodia, Colombia, El Salvador,"
            " Serbia and Uganda were looked for and not found; those on Eritrea, Iraq, Jordan, Nicaragua,"
            " Peru, Sri Lanka and Türkiye were not looked for."
        ),
    ),
    Reading(
        PARTICIPATION,
        SECOND_READING,
        2009,
        2024,
        _(
            "Who takes part in the work: profiles of States by Landmine Monitor, Mine Action Review and a"
            " few other pages."
        ),
        _("A handful of pages for a promise of every State; some speak of data by sex and age only."),
    ),
    Reading(
        frozenset({"16a"}),
        FIRST_READING,
        1999,
        2024,
        _("Casualties in the world, year by year: Landmine Monitor and those who quote it."),
        _(
            "Counts take in all mines and explosive remnants, and recorded cases only; later editions"
            " revise earlier ones."
        ),
    ),
    Reading(
        frozenset({"16a"}),
        SECOND_READING,
        2009,
        2024,
        _("Casualties by State: profiles of States by Landmine Monitor, and press that quotes it."),
        _(
            "Single years of 44 States. From 2018 on there is little: those figures lie in tables behind"
            " the part that was readable."
        ),
    ),
    Reading(
        frozenset({"16b"}),
        FIRST_READING,
        1999,
        2026,
        _(
            "Clearance and its deadlines: pages of the secretariat, Clearing the Mines by Mine Action"
            " Review (2021 to 2025), Landmine Monitor (2000 to 2022), requests for more time, press for"
            " 2025 and 2026."
        ),
        _(
            "The decisions of the Fifth Review Conference and of the Twenty-Second Meeting of the States"
            " Parties were not read themselves. States suspected of new contamination were not followed"
            " up."
        ),
    ),
    Reading(
        frozenset({"16b"}),
        SECOND_READING,
        2023,
        2026,
        _(
            "What is new since November 2024: pages of governments and of the secretariat, Mine Action"
            " Review, non-governmental organisations, press."
        ),
        _(
            "Ten of the twelve States whose requests were granted in December 2025 could not be named."
            " Nothing was found of the meetings of 2026."
        ),
    ),
    Reading(
        frozenset({"16c"}),
        FIRST_READING,
        1996,
        2025,
        _(
            "Destruction of stocks: Landmine Monitor (1999 to 2009, above all 2003 and 2004), pages of"
            " the secretariat, statements of the International Campaign to Ban Landmines."
        ),
        _(
            "About fifty States that never had stocks are not listed anywhere that was read. Figures of"
            " one stock differ by source."
        ),
    ),
    Reading(
        frozenset({"16d"}),
        FIRST_READING,
        2007,
        2025,
        _("Recorded use: Landmine Monitor, editions 2008 to 2011, 2013 and 2015 to 2025."),
        _(
            "The editions of 2012 and 2014 were not read. Whether a State condemns use in its statements"
            " was not looked for."
        ),
    ),
    Reading(
        frozenset({"17"}),
        FIRST_READING,
        1997,
        2024,
        _(
            "Votes in the General Assembly on the yearly resolution: voting records in the United Nations"
            " library."
        ),
        _(
            "Read in copies; the vote of 2025 was not found. A vote in favour is a weak sign: States"
            " outside the Convention vote for it too. What States did to bring others in was not looked"
            " for."
        ),
    ),
    Reading(
        frozenset({"17"}),
        SECOND_READING,
        2024,
        2026,
        _("Who joined and who left: copies of the depositary’s page, pages of the secretariat, press."),
        _(
            "The notices of the depositary were not opened; some days of 2025 and 2026 rest on one"
            " report, and whether Lebanon joined in 2026, and when, is open."
        ),
    ),
    Reading(
        frozenset({"18"}),
        FIRST_READING,
        1997,
        2026,
        _("Who is in four other instruments: status pages of the depositary, read in copies."),
        _(
            "That these four are meant is our reading. Being in one is only the precondition: joint use"
            " of them was not looked for."
        ),
    ),
    Reading(
        COOPERATION,
        SECOND_READING,
        2010,
        2024,
        _(
            "Cooperation with organisations and civil society: profiles of States by Landmine Monitor,"
            " reports of the International Campaign to Ban Landmines, pages of programmes."
        ),
        _("About two dozen States. Some pages of 2021 say only that a State took part in a meeting."),
    ),
    Reading(
        frozenset({"20a"}),
        SECOND_READING,
        2009,
        2025,
        _("Own money for mine action: profiles of States by Landmine Monitor, Mine Action Review, press."),
        _(
            "25 States, mostly up to 2022. Amounts are reported by the States themselves and cover all"
            " mine action. “None reported” does not mean that nothing was paid."
        ),
    ),
    Reading(
        frozenset({"20b"}),
        SECOND_READING,
        2009,
        2024,
        _("Money for others: profiles of States by Landmine Monitor, pages of the secretariat, press."),
        _(
            "34 States, yearly totals for 15 of them; for 2023 to 2025 only single gifts. That nothing"
            " was found on a State is no sign that it gave nothing."
        ),
    ),
    Reading(
        frozenset({"20c"}),
        FIRST_READING,
        2009,
        2021,
        _("Missing and late reports under Article 7: two lists of non-governmental organisations, profiles."),
        _("A sample, not a record; it never tells how often a State reported."),
    ),
    Reading(
        frozenset({"20c"}),
        SECOND_READING,
        2004,
        2025,
        _("Reports, and speeches and offices at meetings: pages of the secretariat, Landmine Monitor."),
        _(
            "Mostly 2010 to 2013 and 2018. The list of speakers of December 2025 breaks off after Canada."
            " A report that was missing on a day may have come later."
        ),
    ),
)


def readings_of(code: str, *, known_date: date) -> list[Reading]:
    """What had been looked through for a commitment by a day, the earliest first; empty for nothing."""
    return [each for each in READINGS if code in each.codes and each.read_date <= known_date]
