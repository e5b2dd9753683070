"""docs/configuration.md says what the program reads: every variable, nothing else, with the right default."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
SETTINGS = ROOT / "workspace/config/settings.py"
READERS = [SETTINGS, *(ROOT / "tools" / name for name in ("serve.py", "run.py", "prepare.py"))]
ROW = re.compile(r"^\| `([A-Z_]+)` \| (.*?) \| (.+) \|$", re.MULTILINE)
NOT_OURS = {"DJANGO_SETTINGS_MODULE", "PYTHONPATH", "PYTHONUNBUFFERED"}


def reads(path: Path) -> Iterator[tuple[str, object]]:
    """The name of each variable that the file reads, with its default where that is written out."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = ast.unparse(node.func)
            if called in ("env", "env_bool", "env_int", "env_list", "os.environ.get", "os.environ.setdefault"):
                default = node.args[1] if len(node.args) > 1 else None
                yield str(node.args[0].value), default.value if isinstance(default, ast.Constant) else None
        elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
            yield str(ast.literal_eval(node.slice)), None


def documented() -> dict[str, str]:
    return {name: default for name, default, _ in ROW.findall((ROOT / "docs/configuration.md").read_text("utf-8"))}


def test_every_variable_that_is_read_is_documented_and_no_other() -> None:
    read = {name for path in READERS for name, _ in reads(path)} - NOT_OURS
    assert read == set(documented())


def test_the_documented_defaults_are_true() -> None:
    said = documented()
    for name, default in reads(SETTINGS):
        if isinstance(default, int | str) and not isinstance(default, bool) and default:
            assert f"`{default}`" in said[name], name


def test_the_program_reads_its_environment_in_one_place() -> None:
    """A variable that is read elsewhere would be in no list, and would change between two requests."""
    allowed = {"workspace/config/environment.py", "workspace/config/asgi.py", "realtime/decode.py"}
    found = {
        str(path.relative_to(ROOT))
        for folder in ("permissions", "realtime", "workspace")
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"os\.(environ|getenv)", path.read_text(encoding="utf-8"))
    }
    assert found <= allowed


def test_links_between_our_pages_lead_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)[^)]*\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_make_target_has_its_line_of_help() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert phony
    assert set(re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE)) == set(phony[1].split())
