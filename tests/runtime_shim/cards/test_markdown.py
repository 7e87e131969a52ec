from __future__ import annotations

import pytest

from runtime_shim.cards.markdown import markdown_html
from tests.runtime_shim.cards.tasks import Page

TABLE = (
    '<div class="wide"><table><thead><tr><th style="text-align:center">a</th><th>b</th></tr>'
    '</thead><tbody><tr><td style="text-align:center">1</td><td>x|y</td></tr></tbody></table></div>'
)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# One\n### Three ###", "<h1>One</h1>\n<h3>Three</h3>"),
        ("one\ntwo\n\nthree", "<p>one\ntwo</p>\n<p>three</p>"),
        ("one  \ntwo\\\nthree", "<p>one<br>\ntwo<br>\nthree</p>"),
        ("**a** __b__", "<p><strong>a</strong> <strong>b</strong></p>"),
        ("*c* _d_ ~~e~~", "<p><em>c</em> <em>d</em> <del>e</del></p>"),
        ("**a *b* c**", "<p><strong>a <em>b</em> c</strong></p>"),
        ("snake_case_name 2 * 3 * 4", "<p>snake_case_name 2 * 3 * 4</p>"),
        ("`a <b>` ``x ` y``", "<p><code>a &lt;b&gt;</code> <code>x ` y</code></p>"),
        (r"\*not\* \_it\_", "<p>*not* _it_</p>"),
        ("- a\n- b\n  - c\n- d", "<ul><li>a</li><li>b<ul><li>c</li></ul></li><li>d</li></ul>"),
        ("* a\nlazy\n\ntext", "<ul><li>a\nlazy</li></ul>\n<p>text</p>"),
        ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
        ("- a\n1. b", "<ul><li>a</li></ul>\n<ol><li>b</li></ol>"),
        ("> a\n> # b", "<blockquote><p>a</p>\n<h1>b</h1></blockquote>"),
        ("```py\nx < 1\n\n# no heading\n```\nafter",
         "<pre><code>x &lt; 1\n\n# no heading</code></pre>\n<p>after</p>"),
        ("```\nnever closed", "<pre><code>never closed</code></pre>"),
        ("    indented\n      more\n\nafter",
         "<pre><code>indented\n  more</code></pre>\n<p>after</p>"),
        ("---\n***", "<hr>\n<hr>"),
        ("a | b\n:-:|--\n1 | x\\|y | lost", TABLE),
        ("a | b", "<p>a | b</p>"),
        ("", ""),
    ],
)  # fmt: skip
def test_blocks_and_spans(text: str, html: str) -> None:
    assert markdown_html(text) == html


def test_links_lead_where_they_say() -> None:
    html = markdown_html(
        "[a *b*](https://x.org/y_(z) 'title') <https://q.org> and http://p.org/?a=1."
    )
    page = Page(html)
    targets = [value for name, value in page.attributes if name == "href"]
    assert targets == ["https://x.org/y_(z)", "https://q.org", "http://p.org/?a=1"]
    assert page.text == "a b https://q.org and http://p.org/?a=1."


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "![x](javascript:alert(1))",
        "![x](data:image/svg+xml,<svg/onload=alert(1)>)",
        '[x](https://a.org/"onclick="alert(1))',
        "`<script>`",
        "```\n</code></pre><script>\n```",
        '| a |\n|---|\n| <b onload="x"> |',
        "# <script>",
        "<https://a.org/'\"onmouseover=x>",
    ],
)
def test_text_never_becomes_anything_that_runs(text: str) -> None:
    page = Page(markdown_html(text))
    assert not {"script", "b", "img", "svg"} & set(page.tags)
    assert {name for name, _ in page.attributes} <= {"href", "rel", "class", "style"}
    targets = [value or "" for name, value in page.attributes if name == "href"]
    assert all(target.startswith("https://a.org/") for target in targets)


def test_only_an_image_within_the_text_is_shown() -> None:
    assert markdown_html("![p](data:image/png;base64,AAAA)") == (
        '<p><img src="data:image/png;base64,AAAA" alt="p"></p>'
    )
    linked = Page(markdown_html("![p](https://x.org/p.png)"))
    assert linked.tags == ["p", "a"]


def test_many_openers_take_no_long_time() -> None:
    assert markdown_html("*a " * 2000 + "[" * 500).startswith("<p>*a")
