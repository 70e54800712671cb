"""Lets the database refuse codes that addresses, keys and lists cannot be made of, and years that are none.

LTRIM with a set of characters says on both databases, and under every collation, which characters a text holds.
"""

from django.db import migrations, models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Length
from django.db.models.lookups import Exact, In, LessThanOrEqual

CAPITALS, SMALL_LETTERS, DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz", "0123456789"
SLUG_CHARACTERS = f"{SMALL_LETTERS}{CAPITALS}{DIGITS}-_"
YEARS = "A year lies between 1900 and 2100."


def without_leading(field, characters):
    return Func(F(field), Value(characters), function="LTRIM", output_field=models.CharField())


def consists_of(field, characters, *, length):
    return Q(Exact(Length(field), length)) & Q(Exact(without_leading(field, characters), Value("")))


LETTER = without_leading("code", DIGITS)
CODE = (
    Q(In(Length("code") - Length(LETTER), [1, 2]))
    & Q(LessThanOrEqual(Length(LETTER), 1))
    & Q(Exact(Func(LETTER, Value(SMALL_LETTERS), function="LTRIM"), Value("")))
)
CHECKS = (
    (
        "actionplan",
        ~Q(code="") & Q(Exact(without_leading("code", SLUG_CHARACTERS), Value(""))),
        "plan_code_is_a_slug",
        "A code is made of letters, digits and dashes, such as oslo.",
    ),
    ("actionplan", Q(first_year__gte=1900, last_year__lte=2100), "plan_years_are_years", YEARS),
    ("casualtycount", Q(first_year__gte=1900, edition__lte=2100), "casualties_years_are_years", YEARS),
    (
        "commitment",
        CODE,
        "commitment_code_is_digits_and_a_letter",
        "A code is one or two digits and, if need be, a small letter, such as 16b.",
    ),
    (
        "commitment",
        Q(letter="") | consists_of("letter", SMALL_LETTERS, length=1),
        "commitment_letter_is_small",
        "One small letter, or nothing.",
    ),
    (
        "commitment",
        Q(position__range=(1, 32_767)),
        "commitment_position_is_counted_from_one",
        "A position is a number from 1 to 32767.",
    ),
    (
        "commitment",
        Q(review_days__range=(1, 3_650)),
        "commitment_is_reviewed_within_ten_years",
        "A review follows after 1 to 3650 days.",
    ),
    (
        "state",
        consists_of("iso3", CAPITALS, length=3),
        "state_iso3_is_three_capitals",
        "A code of three capital letters, such as COL.",
    ),
    (
        "state",
        consists_of("iso2", CAPITALS, length=2),
        "state_iso2_is_two_capitals",
        "A code of two capital letters, such as CO.",
    ),
    (
        "state",
        consists_of("m49", DIGITS, length=3),
        "state_m49_is_three_digits",
        "A number of three digits, such as 170.",
    ),
    (
        "state",
        ~Q(Exact(without_leading("region", CAPITALS + SMALL_LETTERS), F("region"))),
        "state_region_begins_with_a_letter",
        "The name of a region begins with one of the letters A to Z, such as Americas.",
    ),
)
# words for refusals that had none
WORDS = (
    (
        "actionplan",
        Q(last_year__gte=F("first_year")),
        "plan_ends_after_it_began",
        "The last year is not before the first.",
    ),
    (
        "casualtycount",
        Q(last_year__gte=F("first_year"), edition__gte=F("last_year")),
        "casualties_years_stand_in_order",
        "The first year, the last and the edition follow each other.",
    ),
    (
        "paragraph",
        Q(number__range=(1, 21)),
        "paragraph_is_one_of_21",
        "The Declaration has the paragraphs 1 to 21.",
    ),
)


def as_constraint(condition, name, words):
    return models.CheckConstraint(condition=condition, name=name, violation_error_message=words)


def refuse_rows_that_break_one(apps, schema_editor):
    """Says which rows to correct first; the database itself would name the constraint alone."""
    broken = []
    for model, condition, _name, words in CHECKS:
        rows = apps.get_model("commitments", model).objects.using(schema_editor.connection.alias)
        keys = ", ".join(str(key) for key in rows.exclude(condition).order_by("pk").values_list("pk", flat=True))
        if keys:
            broken.append(f"commitments_{model}, id {keys}: {words}")
    if broken:
        raise ValueError("Correct these rows before you migrate:\n" + "\n".join(broken))


class Migration(migrations.Migration):
    dependencies = [("commitments", "0004_search")]
    operations = [
        migrations.RunPython(refuse_rows_that_break_one, migrations.RunPython.noop),
        *(migrations.AddConstraint(model, as_constraint(*rest)) for model, *rest in CHECKS),
        *(migrations.AlterConstraint(model, name, as_constraint(condition, name, words)) for model, condition, name, words in WORDS),
    ]
