"""Who may do what, said a second time and on its own: the matrix compares the product with this.

Nothing here asks the code under test. `CASES` is every combination that exists.
"""

from dataclasses import astuple, dataclass
from itertools import product

WRITERS = {"contributor", "reviewer", "administrator", "superuser"}
PUBLISHERS = {"reviewer", "administrator", "superuser"}
REACH_EVERY_STATE = {"reviewer", "administrator", "superuser"}
ROLES = (
    "contributor",
    "reviewer",
    "administrator",
    "superuser",
    "without_role",
    "closed_contributor",
    "closed_superuser",
)

WRITING = {"write_new", "write", "submit", "correct", "discard"}
# whose a record is: one's own, another's, or another's that one handed in for review
BEFORE_REVIEW, IN_REVIEW = ("own", "other"), ("own", "other", "handed_in")
WHOSE = {
    "write_new": ("own",),
    "write": BEFORE_REVIEW,
    "submit": BEFORE_REVIEW,
    "discard": BEFORE_REVIEW,
    "return_to_author": IN_REVIEW,
    "publish": IN_REVIEW,
    "assign_reviewer": IN_REVIEW,
    "retract": IN_REVIEW,
    "correct": IN_REVIEW,
}
STAGE = {
    "write_new": "draft",
    "write": "draft",
    "submit": "draft",
    "discard": "draft",
    "return_to_author": "submitted",
    "publish": "submitted",
    "assign_reviewer": "submitted",
    "retract": "published",
    "correct": "published",
}
ROADS = {
    "write_new": ("shell", "form", "import"),
    "write": ("shell", "form", "import"),
    "submit": ("shell", "form", "bulk", "import"),
    "discard": ("shell", "form", "bulk"),
    "return_to_author": ("shell", "form", "bulk"),
    "publish": ("shell", "form", "bulk"),
    "assign_reviewer": ("shell", "bulk"),
    "retract": ("shell", "form"),
    "correct": ("shell", "form", "import"),
}
# What has pages at the desk.
DESK = ("note",)


@dataclass(frozen=True)
class Case:
    """One person at one verb of one record by one road."""

    thing: str
    role: str
    verb: str
    whose: str
    place: str
    road: str
    self_publication: str

    def __str__(self) -> str:
        return "-".join(astuple(self))

    @property
    def is_allowed(self) -> bool:
        """The expected answer; the road makes no difference to it."""
        if self.role not in WRITERS:
            return False
        if self.place == "not_assigned" and self.role not in REACH_EVERY_STATE:
            return False
        if self.verb in WRITING:
            return True
        if self.role not in PUBLISHERS:
            return False
        return self.verb != "publish" or self.whose == "other" or self.self_publication == "on"


def _cases() -> list[Case]:
    return [
        Case(thing, role, verb, whose, place, road, switch)
        for thing, role, verb, place, switch in product(
            ("note", "reply"), ROLES, WHOSE, ("assigned", "not_assigned"), ("off", "on")
        )
        if (thing, verb) != ("reply", "correct")
        for whose, road in product(WHOSE[verb], ROADS[verb])
        if (thing, road) != ("reply", "import")
    ]


CASES = _cases()
