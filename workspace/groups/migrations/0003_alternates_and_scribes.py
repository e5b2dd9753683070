import django.db.models.deletion
from django.db import migrations, models


def give_roles(apps, schema_editor):
    Role = apps.get_model("auth", "Group")
    for group in apps.get_model("groups", "CountryGroup").objects.all():
        group.alternates = Role.objects.create(name=f"{group.pk} alternates")
        group.scribes = Role.objects.create(name=f"{group.pk} scribes")
        group.save(update_fields=["alternates", "scribes"])


def role(name, **known):
    return models.OneToOneField(
        "auth.group", on_delete=django.db.models.deletion.PROTECT, related_name=f"{name}_of", **known
    )


class Migration(migrations.Migration):
    dependencies = [("groups", "0002_initial"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [
        migrations.AddField("countrygroup", "alternates", role("alternates", null=True)),
        migrations.AddField("countrygroup", "scribes", role("scribes", null=True)),
        migrations.RunPython(give_roles, migrations.RunPython.noop),
        migrations.AlterField("countrygroup", "alternates", role("alternates")),
        migrations.AlterField("countrygroup", "scribes", role("scribes")),
    ]
