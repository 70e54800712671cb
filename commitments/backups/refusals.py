"""Why the whole of an installation is not copied, brought back or moved, for people."""


class BackupRefused(Exception):
    """One sentence or two that say what stands in the way, and what helps."""
