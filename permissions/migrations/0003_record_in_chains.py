import hashlib
import json

from django.db import migrations, models


def write_again(apps, schema_editor):
    """The lines that there were, in chains."""
    ends = {}
    AccessChange = apps.get_model("permissions", "AccessChange")
    for old in apps.get_model("permissions", "FormerChange").objects.select_related("grant").order_by("pk"):
        chain = f"space {old.space_id}"
        number, before = ends.get(chain, (0, ""))
        grant = old.grant
        facts = {"grant": grant.pk, "user": grant.user_id, "role": grant.role_id, "level": grant.level, "by": old.by_id}
        if old.what == "given":
            facts |= {"until": grant.until, "reason": grant.reason}
        facts = {name: None if fact is None else str(fact) for name, fact in facts.items()}
        at = old.at.isoformat()
        said = json.dumps([before, chain, number + 1, old.what, facts, at], sort_keys=True)
        digest = hashlib.sha256(said.encode()).hexdigest()
        AccessChange.objects.create(chain=chain, number=number + 1, what=old.what, facts=facts, at=at, digest=digest)
        ends[chain] = (number + 1, digest)
    RecordHead = apps.get_model("permissions", "RecordHead")
    for chain, (length, digest) in ends.items():
        RecordHead.objects.create(chain=chain, length=length, digest=digest)


class Migration(migrations.Migration):
    dependencies = [("permissions", "0002_levels_of_circles_helpers_and_guests")]

    operations = [
        migrations.RenameModel("AccessChange", "FormerChange"),
        migrations.CreateModel(
            name="AccessChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("chain", models.CharField(max_length=48)),
                ("number", models.PositiveIntegerField()),
                ("what", models.CharField(max_length=16)),
                ("facts", models.JSONField()),
                ("at", models.CharField(max_length=40)),
                ("digest", models.CharField(max_length=64)),
            ],
            options={"ordering": ("chain", "number")},
        ),
        migrations.AddConstraint(
            "AccessChange",
            models.UniqueConstraint(fields=["chain", "number"], name="one_line_for_a_number"),
        ),
        migrations.CreateModel(
            name="RecordHead",
            fields=[
                ("chain", models.CharField(max_length=48, primary_key=True, serialize=False)),
                ("length", models.PositiveIntegerField(default=0)),
                ("digest", models.CharField(default="", max_length=64)),
            ],
        ),
        migrations.RunPython(write_again, migrations.RunPython.noop),
        migrations.DeleteModel("FormerChange"),
    ]
