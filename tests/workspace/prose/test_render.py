from workspace.prose.markdown import from_markdown
from workspace.prose.render import render
from workspace.prose.ydoc import to_update


def test_one_call_gives_every_form() -> None:
    document = from_markdown("## Plan\n\nAsk [@Ama](mention:h1) 😀\n")
    made = render(to_update(document))
    assert made.json == document
    assert made.html.startswith("<h2>Plan</h2><p>Ask <span ")
    assert made.text == "Plan\nAsk @Ama 😀"
    assert made.markdown == "## Plan\n\nAsk [@Ama](mention:h1) 😀\n"
    assert made.mentions == {"h1"}


def test_a_large_document_is_rendered() -> None:
    source = "".join(
        f"## Part {n}\n\nSome **bold** words 😀.\n\n- a\n- b\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n" for n in range(800)
    )
    made = render(to_update(from_markdown(source)))
    assert made.html.count("<h2>") == 800
    assert from_markdown(made.markdown) == made.json
