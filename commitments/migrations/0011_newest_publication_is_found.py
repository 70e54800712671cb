"""Every page names the day of the newest publication: one look into an index, however many notes there are."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("commitments", "0010_search")]

    operations = [
        migrations.AddIndex(
            model_name="progressnote",
            index=models.Index(fields=["-published_at"], name="note_newest_published"),
        ),
    ]
