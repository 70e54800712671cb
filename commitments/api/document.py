"""The description of the API as one document, made once for the States and commitments that there are."""

from functools import lru_cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from rest_framework.request import Request
from rest_framework.response import Response

from commitments.models import Commitment, State
from commitments.rules.clocks import CLOCK_PARAMETERS

from .asked import refuse_unknown
from .views import PublicView

Choices = tuple[tuple[str, str], ...]


def document() -> dict[str, Any]:
    """OpenAPI 3.1; to make it takes a second, to know that it still holds two small queries."""
    states = State.objects.in_reading_order().values_list("iso3", "region")
    commitments = Commitment.objects.in_reading_order().values_list("code", "title")
    return _made_for(tuple(states), tuple(commitments))


@lru_cache(maxsize=1)
def _made_for(states: Choices, commitments: Choices) -> dict[str, Any]:
    """The values that the filters take are these."""
    return SchemaGenerator().get_schema(request=None, public=True)


class Schema(PublicView):
    """As JSON, or as YAML where the header Accept asks for it."""

    schema = None  # it does not describe itself
    renderer_classes = (
        OpenApiJsonRenderer2,
        OpenApiJsonRenderer,
        OpenApiYamlRenderer2,
        OpenApiYamlRenderer,
    )

    def get(self, request: Request) -> Response:
        """The document."""
        refuse_unknown(request.query_params, CLOCK_PARAMETERS)
        return Response(document())
