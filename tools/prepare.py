"""What needs Django before `make run` starts: in one process, because each start of Django costs a second."""

import os

from tools.frontend import MANIFEST, fingerprint, is_stamped, put_stamp
from tools.say import VAR, fail, say
from workspace.config.environment import env_bool


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workspace.config.settings")
    import django
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError, call_command
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        django.setup()
        built = fingerprint([MANIFEST]) + str(settings.STATIC_ROOT)
        if (
            not is_stamped("static", built)
            or not settings.STATIC_ROOT.exists()
            or not any(settings.STATIC_ROOT.iterdir())
        ):
            say("· Compressing scripts and styles …")
            call_command("collectstatic", interactive=False, clear=True, verbosity=0)
            put_stamp("static", built)
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            say("· Bringing the database up to date …")
            call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        if env_bool("DEMO"):
            call_command("load_demo")
    except (ImproperlyConfigured, CommandError) as error:
        fail(str(error))
    except DatabaseError as error:
        fail(f"The database cannot be used: {error}".strip())
    except OSError as error:
        fail(f"Cannot write under {VAR}: {error.strerror or error}.")


if __name__ == "__main__":
    main()
