"""Whether two words differ by one slip of the fingers."""

from itertools import groupby


def is_one_error_away(typed: str, meant: str) -> bool:
    """One letter too many, too few or another one, or two letters in the wrong order; equal words too.

    The first letter is right: with another one too many words are alike. The wrong letter doubled is one
    error: Phillipines.
    """
    longer = len(typed) - len(meant)
    if typed[:1] != meant[:1] or abs(longer) > 1:
        return False
    if longer == 0 and _without_doubles(typed) == _without_doubles(meant):
        return True
    same = next(
        (place for place, pair in enumerate(zip(typed, meant, strict=False)) if len({*pair}) > 1), None
    )
    if same is None:
        return True
    left, right = typed[same:], meant[same:]
    return (
        left[1:] == right[1:]
        or left[1:] == right
        or left == right[1:]
        or (left[:2] == right[1::-1] and left[2:] == right[2:])
    )


def _without_doubles(word: str) -> str:
    return "".join(letter for letter, _same in groupby(word))
