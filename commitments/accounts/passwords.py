"""What Django asks of a new password, beside its own rules."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commitments.models import User
from commitments.rules.passwords import MAX_PASSWORD_LENGTH, is_guessable


class MaximumLengthValidator:
    """A hash of an endless text costs the server, and protects nobody."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises for more than `MAX_PASSWORD_LENGTH` signs."""
        if len(password) > MAX_PASSWORD_LENGTH:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        """The rule in words."""
        words = ngettext(
            "Your password may have at most %(most)d character.",
            "Your password may have at most %(most)d characters.",
            MAX_PASSWORD_LENGTH,
        )
        return words % {"most": MAX_PASSWORD_LENGTH}


class GuessableValidator:
    """Refuses what a guesser who knows the site and the person tries first."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises for words of the site and of the person, months, years, sequences and repeated signs."""
        if is_guessable(password, known=[*self._about(user), settings.OPERATOR, *settings.ALLOWED_HOSTS]):
            raise ValidationError(
                _(
                    "This password is easy to guess: it is made of names, words of this site, months, years, "
                    "sequences or repeated signs. Take three or four words that have nothing to do with them."
                ),
                code="password_guessable",
            )

    def get_help_text(self) -> str:
        """The rule in words."""
        return _("Three or four words that have nothing to do with each other, you or this site do well.")

    def _about(self, user: User | None) -> list[str]:
        if user is None:
            return []
        return [user.username, user.first_name, user.last_name, user.public_name, user.email]
