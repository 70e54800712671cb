"""Whether two words differ by one slip of the fingers."""


def is_one_error_away(typed: str, meant: str) -> bool:
    """One letter too many, too few or another one, or two letters in the wrong order; equal words too.

    The first letter is right: with another one too many words are alike.
    """
    if typed[:1] != meant[:1] or abs(len(typed) - len(meant)) > 1:
        return False
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
