"""The registry of lists: URLs, files, API, data page, package, sitemap and navigation iterate over it."""

from .casualties import CASUALTIES
from .commitments import COMMITMENTS
from .contributions import CONTRIBUTIONS
from .deadlines import DEADLINES
from .declaration import PublicList
from .evidence import EVIDENCE
from .instruments import INSTRUMENTS
from .meetings import MEETINGS
from .memberships import MEMBERSHIPS
from .obligations import OBLIGATIONS
from .progress import PROGRESS
from .replies import REPLIES
from .seals import SEALS
from .states import STATES

LISTS: tuple[PublicList, ...] = (
    OBLIGATIONS,
    PROGRESS,
    EVIDENCE,
    STATES,
    COMMITMENTS,
    MEMBERSHIPS,
    DEADLINES,
    REPLIES,
    INSTRUMENTS,
    CASUALTIES,
    CONTRIBUTIONS,
    MEETINGS,
    SEALS,
)


def list_of(noun: str) -> PublicList:
    return next(each for each in LISTS if each.noun == noun)
