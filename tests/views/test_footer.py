"""Who answers for a site, where readers write, and how they follow it."""

from tests.views.site import body


def test_footer_names_who_runs_the_site_and_where_to_write(client, note, settings):
    settings.OPERATOR, settings.CONTACT = "Example <Campaign>", "mailto:office@example.org"

    page = body(client.get("/states/COL/"))

    assert "Run by Example &lt;Campaign&gt;, who answers for what is published here." in page
    assert 'href="mailto:office@example.org"' in page


def test_footer_says_that_nobody_has_named_themselves(client, note):
    page = body(client.get("/"))

    assert "has not entered their name" in page
    assert "mailto:" not in page


def test_link_to_a_feed_says_what_to_do_with_it(client, note):
    assert "Copy the address of this link into a feed reader" in body(client.get("/states/COL/"))


def test_named_days_of_a_finding_begin_with_its_day(client, note):
    page = body(client.get(note.get_absolute_url()))
    stops = page[page.index('class="stops"') :].partition("</nav>")[0]

    assert "Declaration" not in stops
    assert "Fifth Review Conference" in stops
