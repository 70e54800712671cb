"""The address of the OpenAPI document: JSON, or YAML where the header Accept asks for it."""

from collections.abc import Mapping
from typing import Any

import yaml
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from commitments.rules.clocks import CLOCK_PARAMETERS

from .query import refuse_unknown
from .schema import document
from .views import ApiView


class SchemaJSONRenderer(JSONRenderer):
    """Indented by four unless the header Accept says how far."""

    def get_indent(self, accepted_media_type: str, renderer_context: Mapping[str, Any]) -> int:
        return super().get_indent(accepted_media_type, renderer_context) or 4


class OpenApiJSONRenderer(SchemaJSONRenderer):
    media_type = "application/vnd.oai.openapi+json"


class SchemaDumper(yaml.CSafeDumper):
    """Repeats what stands in two places, without anchors; text of several lines is a block."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _text_node(dumper: SchemaDumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


SchemaDumper.add_representer(str, _text_node)


class SchemaYAMLRenderer(BaseRenderer):
    media_type = "application/yaml"
    format = "yaml"

    def render(self, data: object, *_context: object) -> bytes:
        dumped = yaml.dump(data, Dumper=SchemaDumper, sort_keys=False, allow_unicode=True)
        return dumped.encode()


class OpenApiYAMLRenderer(SchemaYAMLRenderer):
    media_type = "application/vnd.oai.openapi"


class SchemaView(ApiView):
    """The description of every other address."""

    renderer_classes = (SchemaJSONRenderer, OpenApiJSONRenderer, SchemaYAMLRenderer, OpenApiYAMLRenderer)

    def get(self, request: Request) -> Response:
        refuse_unknown(request.query_params, CLOCK_PARAMETERS)
        return Response(document())
