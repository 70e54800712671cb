"""A batch is looked up in every history, so every history has an index on it."""

from django.db import migrations, models

import commitments.models.history

HISTORIES = (
    "assignment",
    "commitment",
    "deadline",
    "evidencelink",
    "membership",
    "obligation",
    "paragraph",
    "progressnote",
    "reply",
    "state",
    "user",
)


class Migration(migrations.Migration):

    dependencies = [("commitments", "0005_replies_answer_what_is_public")]

    operations = [
        migrations.AlterField(
            model_name=f"historical{name}",
            name="batch",
            field=models.UUIDField(
                db_index=True, default=commitments.models.history.current_batch, editable=False, null=True
            ),
        )
        for name in HISTORIES
    ]
