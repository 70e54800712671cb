"""The Meetings of the States Parties and review conferences since 2009, and where their days stand."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Meeting:
    """One meeting: its first and closing day, and the addresses where the days stand.

    `confirmed` says whether two sources that do not draw on each other have the same days.
    """

    code: str
    name: str | Promise
    place: str | Promise
    first: date
    last: date
    sources: tuple[str, ...]
    confirmed: bool = True

    @property
    def is_review_conference(self) -> bool:
        return self.code.endswith("RC")


# The Twenty-Third Meeting (2026) is missing: neither its place nor its days were found in a source.
MEETINGS = (
    Meeting(
        "2RC",
        _("Second Review Conference"),
        _("Cartagena"),
        date(2009, 11, 30),
        date(2009, 12, 4),
        sources=(
            "https://www.un.org/disarmament/fr/le-desarmement-a-geneve/convention-sur-les-mines-anti-personnel/reunions-des-etats-parties/deuxieme-conference-dexamen/",
            "https://fdocuments.fr/document/deuxime-confrence-des-tats-parties-sur-lainterdiction-de-a-introduction.html",
            "https://www.cartagenasummit.org/press-room/press-releases/4-december-2009-english/",
        ),
    ),
    # The calendar of the secretariat prints 24 November as first day; the final report has the 29th.
    Meeting(
        "10MSP",
        _("Tenth Meeting of the States Parties"),
        _("Geneva"),
        date(2010, 11, 29),
        date(2010, 12, 3),
        sources=(
            "https://fdocuments.es/document/aplc-segunda-parte-el-logro-de-los-propsitos-del-plan-de-accin-de-cartagena.html",
            "https://old.apminebanconvention.org/meetings-of-the-states-parties/10msp/what-happened/day-1-monday-29-november/",
            "https://old.apminebanconvention.org/reuniones-de-los-estados-parte/10msp/what-happened/day-5-friday-3-december/",
        ),
    ),
    # A ceremony came before: the secretariat counts 28 November as day 2.
    Meeting(
        "11MSP",
        _("Eleventh Meeting of the States Parties"),
        _("Phnom Penh"),
        date(2011, 11, 28),
        date(2011, 12, 2),
        sources=(
            "http://icbl.org/en-gb/the-treaty/treaty-meetings/meetings-of-states-parties/11msp.aspx",
            "https://new.apminebanconvention.org/ar/calendar/?category=1034&cHash=31e2beb0977b25a22ffe487eebea9210",
            "https://old.apminebanconvention.org/meetings-of-the-states-parties/11msp/what-happened/day-2-monday-28-november/",
        ),
    ),
    Meeting(
        "12MSP",
        _("Twelfth Meeting of the States Parties"),
        _("Geneva"),
        date(2012, 12, 3),
        date(2012, 12, 7),
        sources=(
            "https://new.apminebanconvention.org/ar/calendar/?category=1034&cHash=31e2beb0977b25a22ffe487eebea9210",
            "https://old.apminebanconvention.org/reuniones-de-los-estados-parte/12msp/what-happened-at-the-12msp/day-5-friday-7-december/",
            "https://www.apminebanconvention.org/newsroom/press-release-archives/archives-2013/detail/article/1361962709-address-by-the-president-of-the-twelfth-meeting-of-the-states-parties-ambassador-matja/",
        ),
    ),
    Meeting(
        "13MSP",
        _("Thirteenth Meeting of the States Parties"),
        _("Geneva"),
        date(2013, 12, 2),
        date(2013, 12, 5),
        sources=(
            "https://www.unrcpd.org/news-item/states-parties-anti-personal-mine-ban-convention-gather-geneva-2-5-december/",
            "https://new.apminebanconvention.org/ar/calendar/?category=1034&cHash=31e2beb0977b25a22ffe487eebea9210",
            "https://old.apminebanconvention.org/reuniones-de-los-estados-parte/13msp/what-was-the-13msp/",
        ),
    ),
    # UNDP gives 22 June as first day.
    Meeting(
        "3RC",
        _("Third Review Conference"),
        _("Maputo"),
        date(2014, 6, 23),
        date(2014, 6, 27),
        sources=(
            "http://www.unog.ch/80256EE600585943/(httpPages)/AD36270C8916E8A8C1257C30005DEEDC?OpenDocument",
            "https://www.icbl.org//en-gb/the-treaty/treaty-meetings/review-conferences/the-third-review-conference-of-the-mine-ban-treaty.aspx",
            "https://old.apminebanconvention.org/salle-dinformation/archives-communiques-de-presse/archives-2013/detail/news/mozambique-to-host-the-third-review-conference-of-the-anti-personnel-mine-ban-convention-in-2014/",
        ),
    ),
    Meeting(
        "14MSP",
        _("Fourteenth Meeting of the States Parties"),
        _("Geneva"),
        date(2015, 11, 30),
        date(2015, 12, 4),
        sources=(
            "https://gichd.org/the-gichd/news/the-fourteenth-meeting-of-the-states-parties-will-open-in-geneva-on-monday-30-november",
            "https://new.apminebanconvention.org/ar/calendar/?category=1034&cHash=31e2beb0977b25a22ffe487eebea9210",
            "https://old.apminebanconvention.org/reuniones-de-los-estados-parte/14msp/what-happened-at-the-14msp/day-1-monday-30-november/",
        ),
    ),
    # Planned to 2 December, held to the 1st; all pages are those of the secretariat.
    Meeting(
        "15MSP",
        _("Fifteenth Meeting of the States Parties"),
        _("Santiago"),
        date(2016, 11, 28),
        date(2016, 12, 1),
        sources=(
            "https://www.apminebanconvention.org/ar/msp/15msp/",
            "https://new.apminebanconvention.org/ar/calendar/?category=1034&cHash=31e2beb0977b25a22ffe487eebea9210",
            "https://www.apminebanconvention.org/en/newsroom/press-release-archives/archives-2016/detail/article/1479304535-fifteenth-meeting-of-the-states-parties-at-a-glance/",
        ),
        confirmed=False,
    ),
    Meeting(
        "16MSP",
        _("Sixteenth Meeting of the States Parties"),
        _("Vienna"),
        date(2017, 12, 18),
        date(2017, 12, 21),
        sources=(
            "https://www.gichd.org/what-we-do/upcoming-events/conference/event/sixteenth-meeting-of-the-states-parties-16msp-1509364331/",
            "https://new.apminebanconvention.org/ar/calendar/?category=1034&cHash=31e2beb0977b25a22ffe487eebea9210",
            "https://old.apminebanconvention.org/meetings-of-the-states-parties/16msp/what-happened-at-the-16msp/day-1-monday-18-december/",
        ),
    ),
    Meeting(
        "17MSP",
        _("Seventeenth Meeting of the States Parties"),
        _("Geneva"),
        date(2018, 11, 26),
        date(2018, 11, 30),
        sources=(
            "https://www.apminebanconvention.org/en/meetings-of-the-states-parties/seventeenth-meeting-of-the-states-parties/programme/",
            "https://new.apminebanconvention.org/ar/calendar/?category=1034&cHash=31e2beb0977b25a22ffe487eebea9210",
            "https://old.apminebanconvention.org/assemblees-des-etats-parties/17msp/what-happened-at-the-17msp/day-4-friday-30-november/",
        ),
        confirmed=False,
    ),
    # 25 November was the opening ceremony: the final document has 26 to 29 November.
    Meeting(
        "4RC",
        _("Fourth Review Conference"),
        _("Oslo"),
        date(2019, 11, 25),
        date(2019, 11, 29),
        sources=(
            "https://www.apminebanconvention.org/fourth-review-conference-on-a-mine-free-world/",
            "https://www.norway.no/en/missions/wto-un/our-priorities/humanitarian-affairs/presidency-mine-ban-convention/global-anti-landmine-summit-in-oslo-25-29-november/",
            "https://fdocuments.ec/document/del-empleo-almacenamiento-produccin-y-transferencia-de-2020-04-21-almacenamiento.html",
        ),
    ),
    # In Geneva with sessions online.
    Meeting(
        "18MSP",
        _("Eighteenth Meeting of the States Parties"),
        _("Geneva"),
        date(2020, 11, 16),
        date(2020, 11, 20),
        sources=(
            "https://www.apminebanconvention.org/meetings-of-the-states-parties/18msp/how-can-delegations-prepare-and-register-for-the-18msp/",
            "https://new.apminebanconvention.org/ar/calendar/?category=1034&cHash=31e2beb0977b25a22ffe487eebea9210",
            "https://www.jmu.edu/news/cisr/2020/11/18-msp.shtml",
        ),
        confirmed=False,
    ),
    # Planned in The Hague, held online because of COVID-19.
    Meeting(
        "19MSP",
        _("Nineteenth Meeting of the States Parties"),
        _("held online"),
        date(2021, 11, 15),
        date(2021, 11, 19),
        sources=(
            "https://www.apminebanconvention.org/en/news/article/netherlands-successfully-concludes-global-anti-landmine-meeting/",
            "https://new.apminebanconvention.org/ar/calendar/?category=1034&cHash=31e2beb0977b25a22ffe487eebea9210",
            "https://www.hi.org/en/feedback-on-the-19th-meeting-of-states-parties-to-the-mine-ban-treaty-held-online",
        ),
    ),
    Meeting(
        "20MSP",
        _("Twentieth Meeting of the States Parties"),
        _("Geneva"),
        date(2022, 11, 21),
        date(2022, 11, 25),
        sources=(
            "https://new.apminebanconvention.org/ar/calendar/?category=1034&cHash=31e2beb0977b25a22ffe487eebea9210",
            "https://www.apminebanconvention.org/es/msp/twentieth-meeting-of-the-states-parties-20msp/",
            "https://www.apminebanconvention.org/en/msp/twentieth-meeting-of-the-states-parties/summary/",
        ),
        confirmed=False,
    ),
    Meeting(
        "21MSP",
        _("Twenty-First Meeting of the States Parties"),
        _("Geneva"),
        date(2023, 11, 20),
        date(2023, 11, 24),
        sources=(
            "https://www.udas.rs.ba/en/twenty-first-meeting-of-the-states-parties/",
            "https://new.apminebanconvention.org/ar/calendar/?category=1034&cHash=31e2beb0977b25a22ffe487eebea9210",
            "https://webtv.un.org/en/asset/k1j/k1j3dpkt6n",
        ),
    ),
    Meeting(
        "5RC",
        _("Fifth Review Conference"),
        _("Siem Reap-Angkor"),
        date(2024, 11, 25),
        date(2024, 11, 29),
        sources=(
            "https://www.apminebanconvention.org/en/review-conferences/5revcon",
            "https://meetings.unoda.org:443/meeting/75020?page=0",
            "http://chinaview.cn/asiapacific/20241129/b1160430068f4bf19deee06ee793c139/c.html",
        ),
    ),
    # The days stand only on a page of the State that presided.
    Meeting(
        "22MSP",
        _("Twenty-Second Meeting of the States Parties"),
        _("Geneva"),
        date(2025, 12, 1),
        date(2025, 12, 5),
        sources=(
            "https://www.mofa.go.jp/dns/ca/pagewe_000001_00298.html",
            "https://www.apminebanconvention.org/en/meetings-of-the-states-parties/22msp/summary",
        ),
        confirmed=False,
    ),
)
