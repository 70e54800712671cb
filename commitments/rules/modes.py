"""What each verb of the text promises, in one sentence."""

from django.utils.translation import gettext_lazy as _

from .codes import Mode

SENTENCES = {
    Mode.UNDERTAKING: _(
        "The States Parties say what they will do: the strongest verb of the text. No date stands beside it."
    ),
    Mode.AIM: _(
        "The States Parties restate a goal that they share; the verb does not say who reaches it when."
    ),
    Mode.CONDEMNATION: _(
        "The sentence itself condemns. What can be followed is whether a State goes on, in word and in act."
    ),
    Mode.CALL: _(
        "The sentence itself makes the call. What can be followed is whether a State repeats and furthers it."
    ),
    Mode.APPEAL: _("It speaks to the whole world and is made by being said. Nobody takes on a duty by it."),
}
