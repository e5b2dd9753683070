"""`python -m tools.health web` or `worker`: ends with 0 when that part of Baraza does its work here. For containers."""

import os
import sys
import urllib.request

from tools.serve import ROOT


def web() -> bool:
    """The page /health/ answers 200, asked under a name that the server goes by."""
    name = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
    address = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/health/"
    with urllib.request.urlopen(urllib.request.Request(address, headers={"Host": name}), timeout=5) as answer:
        return bool(answer.status == 200)


def worker() -> bool:
    """A cluster has written its heartbeat within its last seconds."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workspace.config.settings")
    import django

    django.setup()
    from django_q.status import Stat

    return bool(Stat.get_all())


if __name__ == "__main__":
    parts = {"web": web, "worker": worker}
    if len(sys.argv) != 2 or sys.argv[1] not in parts:
        sys.exit(__doc__)
    try:
        sys.exit(0 if parts[sys.argv[1]]() else "It does not work.")
    except OSError as error:
        sys.exit(f"It does not answer: {error}")
