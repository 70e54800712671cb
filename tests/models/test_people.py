"""How the public reads a person's name."""

from commitments.models import User


def test_a_person_is_shown_as_they_wish_and_never_by_user_name():
    shown, private = User(username="mgarcia", public_name="M. García"), User(username="secret")

    assert (shown.byline, private.byline) == ("M. García", "Cartagena staff")
