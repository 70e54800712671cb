"""The whole data set as one archive with its metadata: built for both clocks, or frozen as a release."""

from .changes import MAX_SHOWN, TableChange, changes_between
from .edition import Citation, Edition
from .reading import DamagedRelease
from .releases import Release, ReleaseRefused, freeze, has_release, release_named, releases_in
from .verifying import faults_in
from .writing import write_package

__all__ = [
    "MAX_SHOWN",
    "Citation",
    "DamagedRelease",
    "Edition",
    "Release",
    "ReleaseRefused",
    "TableChange",
    "changes_between",
    "faults_in",
    "freeze",
    "has_release",
    "release_named",
    "releases_in",
    "write_package",
]
