"""What a reader may ask of the commitments: both clocks, and nothing else."""

from commitments.models import Commitment

from .base import StrictFilterSet


class CommitmentFilter(StrictFilterSet):
    """Seventeen rows need no filter; whatever else stands in the address is named."""

    class Meta:
        model = Commitment
        fields: list[str] = []
