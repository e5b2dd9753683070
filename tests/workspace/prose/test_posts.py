import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workspace.prose.documents import PARTS
from tests.workspace.prose.payloads import executable
from workspace.prose.posts import post_html

REL = 'rel="noopener noreferrer nofollow ugc"'


@settings(deadline=None)
@given(st.lists(st.sampled_from([*PARTS, "\n", "\n\n", "\n- ", "\n> ", "    "])).map("".join))
def test_any_post_becomes_plain_formatting(source: str) -> None:
    assert executable(post_html(source)) == []


def test_what_people_write() -> None:
    assert post_html("Two **bold** words\nand `code`, ~~no~~ yes") == (
        "<p>Two <strong>bold</strong> words<br>\nand <code>code</code>, <del>no</del> yes</p>"
    )
    assert post_html("- a\n- b").count("<li>") == 2
    assert post_html("> said") == "<blockquote>\n<p>said</p>\n</blockquote>"
    assert '<pre><code class="language-py">x &lt; 1\n</code></pre>' in post_html("```py\nx < 1\n```")


def test_a_table_can_be_scrolled_by_keyboard() -> None:
    html = post_html("| a | b |\n|---|---|\n| 1 | 2 |")
    assert html.startswith('<div class="table-scroll" tabindex="0"><table>')
    assert html.endswith("</table></div>")


def test_headings_stand_below_the_page() -> None:
    assert post_html("# a") == "<h3>a</h3>"
    assert post_html("##### a") == "<h6>a</h6>"


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("see https://x.org/a_b_c.", "https://x.org/a_b_c"),
        ("(https://x.org/a_(b))", "https://x.org/a_(b)"),
        ("**https://x.org**", "https://x.org"),
        ("https://x.org/?a=1&b=2, and", "https://x.org/?a=1&amp;b=2"),
        ("<https://x.org>", "https://x.org"),
        ("https://字.org/é!", "https://字.org/é"),
    ],
)
def test_an_address_becomes_a_link(source: str, address: str) -> None:
    assert f'<a href="{address}" {REL}>{address}</a>' in post_html(source)


def test_an_address_in_a_link_or_in_code_is_left_alone() -> None:
    assert post_html("[https://a.org](https://b.org)") == f'<p><a href="https://b.org" {REL}>https://a.org</a></p>'
    assert post_html("`https://a.org`") == "<p><code>https://a.org</code></p>"


def test_an_image_becomes_a_link() -> None:
    assert post_html("![A mine](https://x.org/m.png)") == f'<p><a href="https://x.org/m.png" {REL}>A mine</a></p>'


def test_html_is_shown_not_run() -> None:
    assert post_html("<b onclick=x>hi</b>") == "<p>&lt;b onclick=x&gt;hi&lt;/b&gt;</p>"


def test_names_stay_as_they_are_written() -> None:
    assert post_html("@ama_k_x and @Kofi") == "<p>@ama_k_x and @Kofi</p>"


@pytest.mark.parametrize(
    "part", ["[", "![", "> ", "1. ", "- ", "`", "~~a ", "*a ", "**", "<", "[a](", "| ", "\\", "&", "_"]
)
def test_a_hostile_post_ends_soon(part: str) -> None:
    started = time.process_time()
    assert executable(post_html(part * (20_000 // len(part)))) == []
    assert time.process_time() - started < 5
