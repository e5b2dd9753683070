from typing import Any

from hypothesis import given, settings

from tests.workspace.prose.documents import documents, wild
from tests.workspace.prose.payloads import executable
from workspace.prose.html import to_html


@given(documents)
def test_every_valid_document_becomes_plain_formatting(document: Any) -> None:
    assert executable(to_html(document)) == []


@settings(max_examples=200)
@given(wild)
def test_whatever_is_no_document_becomes_plain_formatting_too(value: Any) -> None:
    assert executable(to_html(value)) == []


def html(*content: Any, **options: Any) -> str:
    return to_html({"type": "doc", "content": list(content)}, **options)


def text(words: str, *marks: Any) -> dict[str, Any]:
    return {"type": "text", "text": words, "marks": list(marks)}


def paragraph(*nodes: Any) -> dict[str, Any]:
    return {"type": "paragraph", "content": list(nodes)}


def test_words_are_escaped() -> None:
    assert html(paragraph(text('<b> & "x"'))) == '<p>&lt;b&gt; &amp; "x"</p>'


def test_marks_nest_in_the_order_of_the_schema() -> None:
    link = {"type": "link", "attrs": {"href": "https://x.org/?a=1&b=2"}}
    made = html(paragraph(text("a", {"type": "italic"}, {"type": "bold"}, link), text("b", {"type": "bold"}, link)))
    assert (
        made == '<p><a href="https://x.org/?a=1&amp;b=2" rel="noopener noreferrer nofollow">'
        "<strong><em>a</em>b</strong></a></p>"
    )


def test_headings_move_down_within_bounds() -> None:
    heading = {"type": "heading", "attrs": {"level": 3}, "content": [text("x")]}
    assert html(heading) == "<h3>x</h3>"
    assert html(heading, heading_shift=1) == "<h4>x</h4>"
    assert html(heading, heading_shift=9) == "<h6>x</h6>"
    assert html(heading, heading_shift=-9) == "<h2>x</h2>"


def test_a_task_is_a_box_named_by_its_words() -> None:
    def task(checked: bool) -> str:
        item = {"type": "taskItem", "attrs": {"checked": checked}, "content": [paragraph(text("Call the chief"))]}
        return html({"type": "taskList", "content": [item]})

    assert task(True) == (
        '<ul class="task-list"><li data-checked="true"><p><label>'
        '<input type="checkbox" disabled="" checked=""> Call the chief</label></p></li></ul>'
    )
    assert 'data-checked="false"' in task(False)
    assert ' checked=""' not in task(False)


def test_a_mention_shows_the_present_name_of_the_handle() -> None:
    mention = {"type": "mention", "attrs": {"id": "h1", "label": "Old <name>"}}
    assert html(paragraph(mention)) == (
        '<p><span class="mention" data-type="mention" data-id="h1" data-label="Old &lt;name&gt;">'
        "@Old &lt;name&gt;</span></p>"
    )
    assert ">@New</span>" in html(paragraph(mention), names={"h1": "New"})
    assert "Old" not in html(paragraph(mention), names={"h1": "New"})


def test_a_table_can_be_scrolled_by_keyboard() -> None:
    cell = {"type": "tableHeader", "attrs": {"colspan": 2}, "content": [paragraph(text("x"))]}
    made = html({"type": "table", "content": [{"type": "tableRow", "content": [cell]}]})
    assert made == (
        '<div class="table-scroll" tabindex="0"><table><tbody>'
        '<tr><th colspan="2"><p>x</p></th></tr></tbody></table></div>'
    )


def test_code_keeps_its_lines_and_language() -> None:
    code = {"type": "codeBlock", "attrs": {"language": "c++"}, "content": [text("\na <\n  b\n")]}
    assert html(code) == '<pre><code class="language-c++">\na &lt;\n  b\n</code></pre>'


def test_no_element_has_an_id() -> None:
    made = html({"type": "heading", "attrs": {"id": "login", "level": 2}, "content": [text("x")]})
    assert made == "<h2>x</h2>"
