"""All checks, in the order in which they are asked."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .chain import chain_faults
from .ground import broken_constraints, dangling_references, missing_obligations, overlapping_stays
from .guards import guard_faults
from .history import history_faults
from .kept_files import damaged_documents, damaged_releases
from .publication import (
    broken_corrections,
    orphaned_replies,
    own_publications,
    unfounded_notes,
    wrong_stages,
)
from .records import record_faults
from .search_index import index_faults


@dataclass(frozen=True)
class CheckResult:
    """What one check found: how many faults, and the first of them in words."""

    count: int
    first: tuple[str, ...]


@dataclass(frozen=True)
class Check:
    """One thing that must hold; `is_quick` where it asks the database little, however much is stored.

    With `is_remark`, what it names may be right: it is told, and is no fault.
    """

    title: str | Promise
    faults: Callable[[], Iterator[str]]
    is_quick: bool = False
    is_remark: bool = False

    def run(self, *, shown: int) -> CheckResult:
        """Count all faults and keep the first ones."""
        found = self.faults()
        first = tuple(islice(found, shown))
        return CheckResult(len(first) + sum(1 for _fault in found), first)


CHECKS = (
    Check(_("The triggers of the database are those that belong there"), guard_faults, is_quick=True),
    Check(_("The seals form one chain"), chain_faults),
    Check(_("What stands is what was sealed"), record_faults),
    Check(_("What is published cites evidence"), unfounded_notes, is_quick=True),
    Check(_("Stages and marks agree"), wrong_stages, is_quick=True),
    Check(_("Corrections replace one finding each"), broken_corrections, is_quick=True),
    Check(_("Replies answer what was published"), orphaned_replies, is_quick=True),
    # an office that once allowed it is not at fault, and nothing stored says when that was
    Check(_("Nobody published their own"), own_publications, is_remark=True),
    Check(_("Every State Party owes every promise"), missing_obligations, is_quick=True),
    Check(_("No stays of one State overlap"), overlapping_stays, is_quick=True),
    Check(_("Every reference leads somewhere"), dangling_references, is_quick=True),
    Check(_("Every named condition holds"), broken_constraints),
    Check(_("The history says what stands"), history_faults),
    Check(_("The index of the search holds the words that stand"), index_faults),
    Check(_("Releases are as they were made"), damaged_releases),
    Check(_("Documents are as they were brought"), damaged_documents),
)
