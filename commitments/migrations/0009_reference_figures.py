"""What the pages of commitments tell beside the findings: later action plans, and recorded casualties."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("commitments", "0008_people_are_kept")]

    operations = []
