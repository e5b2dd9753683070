"""`python -m tools.roles`: write docs/who-can-see-what.md from permissions/roles.py."""

from tools.say import ROOT

PAGE = ROOT / "docs/who-can-see-what.md"


def page() -> str:
    """What the page has to say, in English."""
    from django.utils import translation

    from permissions.table import as_markdown

    with translation.override("en"):
        return as_markdown()


def main() -> None:
    import os

    import django

    os.environ.setdefault("DEMO", "1")  # settings that need no environment; nothing here touches data
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workspace.config.settings")
    django.setup()
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
