import django.db.models.deletion
from datetime import datetime, time, timedelta

from django.db import migrations, models
from django.utils import timezone


def give_roles(apps, schema_editor):
    """Each seat has a role, which its holder holds for the term."""
    Role = apps.get_model("auth", "Group")
    Holding = apps.get_model("permissions", "RoleHolding")
    for seat in apps.get_model("groups", "Seat").objects.select_related("handle"):
        seat.role = Role.objects.create(name=f"{seat.pk} seat")
        seat.save(update_fields=["role"])
        if seat.handle is not None:
            day = seat.until and seat.until + timedelta(days=1)
            until = timezone.make_aware(datetime.combine(day, time.min)) if day else None
            Holding.objects.create(user_id=seat.handle.person_id, role=seat.role, until=until)


def role(**known):
    return models.OneToOneField("auth.group", on_delete=django.db.models.deletion.PROTECT, related_name="seat", **known)


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0003_alternates_and_scribes"),
        ("permissions", "0004_spaces_of_what_moved_out"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.AddField("seat", "role", role(null=True)),
        migrations.RunPython(give_roles, migrations.RunPython.noop),
        migrations.AlterField("seat", "role", role()),
    ]
