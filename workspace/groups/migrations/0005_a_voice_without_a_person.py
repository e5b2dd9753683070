import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("groups", "0004_roles_of_seats")]

    operations = [
        migrations.AlterField(
            "handle",
            "person",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="handles",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            "handle",
            "kind",
            models.CharField(
                choices=[
                    ("name", "full name"),
                    ("role", "role only"),
                    ("pseudonym", "pseudonym"),
                    ("caucus", "a caucus, which names nobody"),
                ],
                default="role",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            "handle",
            models.CheckConstraint(
                condition=Q(kind="caucus", person__isnull=True) | (~Q(kind="caucus") & Q(person__isnull=False)),
                name="a_person_behind_every_handle_but_a_caucus",
            ),
        ),
    ]
