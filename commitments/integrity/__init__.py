"""Whether everything stored still agrees: the seals, the rules of publication, the history, the files.

Each check yields a sentence for each thing that is wrong, with its place, and changes nothing.
"""

from .checks import CHECKS, Check, CheckResult

__all__ = ["CHECKS", "Check", "CheckResult"]
