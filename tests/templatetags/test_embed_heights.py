"""How high the frames of embeds are."""

import re
from html import unescape

from django.template import Context, Template

from cartagena.sheets import FOLDER
from commitments.templatetags.embed import FRAME_HEIGHTS


def test_frame_is_higher_where_its_text_wraps(rf):
    source = "{% load embed %}{% embed_code address='/embed/' title='T' kind='obligation' link='/' %}"
    context = Context({"request": rf.get("/")})
    # `absolute` reads the request as an attribute, which only the context of a page has
    context.request = context["request"]
    code = unescape(Template(source).render(context))

    assert 'height="220"' in code
    assert "height: clamp(220px, 396px - 26vw, 304px)" in code


def test_examples_have_the_heights_of_the_snippet():
    sheet = (FOLDER / "pages" / "embed.css").read_text(encoding="utf-8")

    found = dict(re.findall(r"embed-example__frame--(\w+) \{\n    block-size: (\d+)px;", sheet))
    assert found == {kind: str(narrow) for kind, (_wide, narrow) in FRAME_HEIGHTS.items()}
