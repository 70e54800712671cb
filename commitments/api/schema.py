"""The description for programs (OpenAPI 3.1), made from the columns, filters and orders of each table."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse

from commitments.lists.declaration import PublicList
from commitments.rules.clocks import MalformedClock, parse_day
from commitments.rules.problems import MEDIA_TYPE, Fault, problem_details

from .problems import JSON_ONLY, MISSING, TOO_MANY
from .schema_parameters import (
    clock_parameters,
    fields_parameter,
    filter_parameters,
    key_parameters,
    page_parameters,
)
from .schema_rows import PROBLEM, answer_schema, component_name, example_row, row_schema

EXAMPLE_DAY = "2026-11-24"
Answers = dict[Any, OpenApiResponse]


class PublicSchema(AutoSchema):
    """What every address has in common: no sign-in, clocks, and refusals as problem details."""

    def get_auth(self) -> list[dict[str, list[str]]]:
        """Nobody signs in."""
        return []

    def get_request_serializer(self) -> None:
        """Nothing is sent."""
        return

    def get_override_parameters(self) -> list[OpenApiParameter]:
        """Asked for once for each kind of answer, and made once."""
        if not hasattr(self.view, "described_parameters"):
            self.view.described_parameters = self.parameters()
        return self.view.described_parameters

    def parameters(self) -> list[OpenApiParameter]:
        """The clocks, and what comes back beside the body."""
        etag = OpenApiParameter(
            "ETag",
            str,
            OpenApiParameter.HEADER,
            description=_("Send it as If-None-Match; the answer is 304 as long as nothing has changed."),
            response=[200],
        )
        return [*clock_parameters(), etag]

    def component(self, name: str, schema: dict[str, object]) -> dict[str, str]:
        """A reference to a schema that stands once in the document."""
        component = ResolvedComponent(name, ResolvedComponent.SCHEMA, schema=schema, object=name)
        self.registry.register_on_missing(component)
        return component.ref

    def refusals(self, *codes: int) -> Answers:
        """The answers that are problem details."""
        words = {
            400: (_("Something in the address cannot be read."), _malformed_day()),
            404: (_("Nothing public stands at this address."), Fault(str(MISSING))),
            406: (_("The answer is JSON only."), Fault(str(JSON_ONLY))),
            429: (
                _("Too many requests; Retry-After says how long to wait."),
                Fault(TOO_MANY % {"seconds": 9}),
            ),
        }
        schema = self.component("Problem", PROBLEM)
        return {(code, MEDIA_TYPE): _answer(schema, *words[code], code) for code in codes}

    def get_response_serializers(self) -> Answers:
        """The answer, and every refusal."""
        return {
            200: self.answer(),
            304: OpenApiResponse(description=_("Nothing has changed.")),
            **self.refused(),
        }

    def refused(self) -> Answers:
        """What can be wrong."""
        return self.refusals(400, 406, 429)

    def answer(self) -> OpenApiResponse:
        """What is told when nothing is wrong."""
        raise NotImplementedError  # root, rows and row each say; a schema of the library cannot be an ABC


def _malformed_day() -> Fault:
    try:
        parse_day("as_of", "yesterday")
    except MalformedClock as malformed:
        return Fault(str(malformed), malformed.parameter)
    raise AssertionError  # no day is written so


def _answer(schema: dict[str, str], words: str, fault: Fault, code: int) -> OpenApiResponse:
    example = OpenApiExample(str(code), value=problem_details(code, [fault]), media_type=MEDIA_TYPE)
    return OpenApiResponse(schema, description=words, examples=[example])


class RootSchema(PublicSchema):
    """The root."""

    def get_operation_id(self) -> str:
        return "root"

    def get_tags(self) -> list[str]:
        return ["root"]

    def get_summary(self) -> str:
        return _("What there is")

    def get_description(self) -> str:
        return _("Every table with its address, the licence, and where all of it is described.")

    def answer(self) -> OpenApiResponse:
        """Links, and the tables."""
        text, address = {"type": "string"}, {"type": "string", "format": "uri"}
        table = {"noun": text, "title": text, "description": text, "address": address}
        table |= {"key": {"type": "array", "items": text}}
        licence = {"code": text, "name": text, "address": address}
        fields = {
            "title": text,
            "documentation": address,
            "schema": address,
            "licence": {"type": "object", "properties": licence},
            "tables": {"type": "array", "items": {"type": "object", "properties": table}},
        }
        schema = {"type": "object", "required": list(fields), "properties": fields}
        return OpenApiResponse(self.component("Root", schema), description=_("What there is."))


class TableSchema(PublicSchema):
    """What rows and row have in common."""

    @property
    def public(self) -> PublicList:
        return self.view.public

    def get_tags(self) -> list[str]:
        return [self.public.noun]

    def row(self) -> dict[str, str]:
        """A reference to the schema of a row."""
        table = self.public
        return self.component(component_name(table, "Row"), row_schema(table))

    def told(self, fields: dict[str, object], values: dict[str, object], what: str) -> OpenApiResponse:
        """An answer with these fields, and an example of it."""
        table = self.public
        schema = self.component(component_name(table, what), answer_schema(fields))
        value = {"as_of": EXAMPLE_DAY, "known_at": EXAMPLE_DAY, **values}
        example = OpenApiExample(what, value=value)
        return OpenApiResponse(schema, description=str(table.description), examples=[example])


class RowsSchema(TableSchema):
    """The rows of a table."""

    def get_operation_id(self) -> str:
        return f"{self.public.noun}_list"

    def get_summary(self) -> str:
        return str(self.public.title)

    def get_description(self) -> str:
        words = _("%(description)s The same rows in the same order as the list on this site and its files.")
        return words % {"description": self.public.description}

    def parameters(self) -> list[OpenApiParameter]:
        """Filters first."""
        public, read = self.public, self.registry.__dict__.setdefault("choices_read", {})
        own = [*filter_parameters(public, read), *page_parameters(public), fields_parameter(public)]
        return [*own, *super().parameters()]

    def answer(self) -> OpenApiResponse:
        """A page of rows."""
        words = _("The address of the next page; null on the last one.")
        following = {"type": ["string", "null"], "format": "uri", "description": words}
        fields = {"next": following, "rows": {"type": "array", "items": self.row()}}
        example = example_row(self.public)
        return self.told(fields, {"next": None, "rows": [example]}, "Page")


class RowSchema(TableSchema):
    """One row of a table."""

    def get_operation_id(self) -> str:
        return f"{self.public.noun}_row"

    def get_summary(self) -> str:
        return _("One row of: %(title)s") % {"title": self.public.title}

    def get_description(self) -> str:
        return _("One row by its key, with the fields of the table.")

    def parameters(self) -> list[OpenApiParameter]:
        """The key first."""
        public = self.public
        return [
            *key_parameters(public),
            fields_parameter(public),
            *super().parameters(),
        ]

    def refused(self) -> Answers:
        """A row may not be there."""
        return self.refusals(400, 404, 406, 429)

    def answer(self) -> OpenApiResponse:
        """The row."""
        return self.told({"row": self.row()}, {"row": example_row(self.public)}, "Answer")
