import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("permissions", "0003_record_in_chains")]

    operations = [
        migrations.AddField("space", "thing", models.UUIDField(null=True)),
        migrations.AddField(
            "space",
            "came_from",
            models.ForeignKey(
                "permissions.space",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="moved_out",
            ),
        ),
    ]
