"""The manager of people refuses to delete them; nothing is stored of that."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('commitments', '0007_histories_are_kept'),
    ]

    operations = [
        migrations.AlterModelManagers(
            name='user',
            managers=[
            ],
        ),
    ]
