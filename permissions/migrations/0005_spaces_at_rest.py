from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("permissions", "0004_spaces_of_what_moved_out")]

    operations = [migrations.AddField("space", "is_at_rest", models.BooleanField(default=False))]
