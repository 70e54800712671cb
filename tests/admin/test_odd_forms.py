"""Forms that no browser sends, and steps that come a moment too late, get an answer in words."""

from datetime import UTC, datetime

import pytest
from django.contrib import admin
from django.urls import reverse

from commitments.models import Assignment, Deadline, ProgressNote, Reply
from commitments.models.state import NAME_FIELDS
from commitments.rules.codes import Stage
from tests.builders import make_note, make_obligation, make_user

LIST = "/admin/commitments/progressnote/"
ODD = ["x", "9" * 30, "-1", "\x00", "٣"]


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("field", ["state", "commitment"])
def test_an_odd_choice_in_a_note_is_an_error_of_its_field(researcher, filled_in, field, odd):
    obligation = make_obligation()
    form = filled_in(obligation.state, obligation.commitment) | {field: odd}

    answer = researcher.post(f"{LIST}add/", form)

    assert list(answer.context["adminform"].form.errors) == [field]
    assert not ProgressNote.objects.exists()


def test_an_odd_precision_is_an_error_of_its_field(researcher, filled_in):
    obligation = make_obligation()
    base = filled_in(obligation.state, obligation.commitment)

    for odd in ("by", "", "day\x00", "century"):
        dated = {"evidence-0-published_date": "2020-05", "evidence-0-published_precision": odd}
        answer = researcher.post(f"{LIST}add/", base | dated)
        (errors,) = answer.context["inline_admin_formsets"][0].formset.errors
        assert [*errors] == ["published_precision"], odd
    answer = researcher.post(f"{LIST}add/", base | {"noted_precision": "century"})
    assert [*answer.context["adminform"].form.errors] == ["noted_precision"]
    assert not ProgressNote.objects.exists()


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(
    ("model", "field"), [(Deadline, "obligation"), (Assignment, "state"), (Reply, "note")]
)
def test_an_odd_choice_elsewhere_is_an_error_of_its_field(administrator, model, field, odd):
    answer = administrator.post(f"/admin/commitments/{model.__name__.lower()}/add/", {field: odd})

    assert field in answer.context["adminform"].form.errors
    assert not model.objects.exists()


@pytest.mark.parametrize("road", ["page", "action"])
def test_a_draft_that_is_submitted_meanwhile_is_not_thrown_away(researcher, heard, monkeypatch, road):
    note = make_note(published=False, links=1)
    discard = ProgressNote.discard

    def too_late(self, *, by):
        meanwhile = ProgressNote.objects.get(pk=self.pk)
        meanwhile.submit(by=meanwhile.author, at=datetime.now(UTC))
        discard(self, by=by)

    monkeypatch.setattr(ProgressNote, "discard", too_late)
    chosen = {"action": "delete_selected", "_selected_action": [note.pk]} if road == "action" else {}
    page = LIST if chosen else reverse("admin:commitments_progressnote_delete", args=[note.pk])

    response = researcher.post(page, chosen | {"post": "yes"}, follow=True)

    assert heard(response) == ["It is with the reviewer; it has to be returned first."]
    note.refresh_from_db()
    assert note.stage in {Stage.DRAFT, Stage.SUBMITTED}


def test_a_forged_count_of_rows_is_refused_in_words_and_cheap_below_every_form(administrator, rf):
    state = make_obligation().state
    form = {name: getattr(state, name) for name in ("iso2", "m49", "region", "subregion", *NAME_FIELDS)}
    forged = {"memberships-TOTAL_FORMS": "1000000", "memberships-INITIAL_FORMS": "0"}

    answer = administrator.post(f"/admin/commitments/state/{state.pk}/change/", form | forged)

    (rows,) = answer.context["inline_admin_formsets"]
    assert rows.formset.non_form_errors() == ["Please submit at most 50 forms."]
    request = rf.get("/")
    request.user, request.session = make_user(is_superuser=True), {}
    inlines = [(row, model) for model, page in admin.site._registry.items() for row in page.inlines]
    made = [row(model, admin.site) for row, model in inlines]
    most = {type(each).__name__: each.get_formset(request).absolute_max for each in made}
    assert {"AssignmentInline", "EvidenceInline", "MembershipInline"} <= most.keys()
    assert max(most.values()) <= 220


def test_more_fields_than_the_server_takes_are_refused_in_words(administrator, settings):
    many = {"action": "publish_chosen", "_selected_action": [str(number) for number in range(100_000)]}

    answer = administrator.post(LIST, many)

    assert answer.status_code == 400
    assert "at most 1,000 fields" in answer.content.decode()
    assert "your browser still has what you typed" in answer.content.decode()
    repeated = administrator.get(f"{LIST}?{'&'.join(['state=COL'] * 10_000)}")
    assert repeated.status_code == 400
