"""The HTML page around a card: one file that loads nothing and runs nothing."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Optional

from runtime_shim.cards.blocks import blocks_html

_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
_STYLE = """
:root{color-scheme:light dark;--ink:#1c2128;--soft:#5b6672;--paper:#fff;--raised:#f5f7f9;
--line:#d9dee4;--accent:#2f6fd0;--good:#2b8a3e;--warn:#b7791f;--bad:#c92a2a}
@media(prefers-color-scheme:dark){:root{--ink:#e4e8ec;--soft:#98a3af;--paper:#14181d;
--raised:#1d232a;--line:#343c46;--accent:#6ea3f0;--good:#69c77d;--warn:#e0b050;--bad:#f08080}}
*{box-sizing:border-box}
body{margin:0 auto;padding:1.5rem 1rem 4rem;max-width:64rem;background:var(--paper);
color:var(--ink);
font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
header{color:var(--soft);font-size:.85rem;border-bottom:1px solid var(--line);
padding-bottom:.5rem}
h1{font-size:1.6rem}h2{font-size:1.25rem}h3{font-size:1.05rem}
h1,h2,h3{line-height:1.25;margin:1.4em 0 .5em}
section{margin:1.5rem 0}a{color:var(--accent)}
.subtitle,figcaption,i{color:var(--soft);font-size:.9rem;margin:.2em 0}
pre{background:var(--raised);border:1px solid var(--line);border-radius:6px;padding:.7rem .9rem;
overflow:auto;max-height:40rem;margin:.4rem 0 1rem;font-size:.85rem;line-height:1.45}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
:not(pre)>code{background:var(--raised);border-radius:4px;padding:.1em .35em;font-size:.88em}
.log{border-left:3px solid var(--bad);white-space:pre-wrap}
.wide{overflow-x:auto;margin:.5rem 0 1rem}
table{border-collapse:collapse;font-size:.92rem}
th,td{border-bottom:1px solid var(--line);padding:.4rem .75rem;text-align:left;vertical-align:top}
thead th{border-bottom:2px solid var(--line)}th{font-weight:600}
.number{text-align:right;font-variant-numeric:tabular-nums}
figure{margin:1rem 0}img{max-width:100%;height:auto;border-radius:4px}
.columns{display:grid;gap:1rem;grid-template-columns:repeat(auto-fit,minmax(15rem,1fr))}
.progress{display:grid;grid-template-columns:minmax(6rem,auto) 1fr auto;gap:.75rem;
align-items:center;
margin:.6rem 0}.progress>progress{grid-column:2;width:100%;accent-color:var(--accent)}
.value-box{display:inline-block;min-width:12rem;margin:.4rem .6rem .4rem 0;padding:.8rem 1rem;
background:var(--raised);border:1px solid var(--line);border-left:4px solid var(--accent);
border-radius:6px}
.value-box p{margin:0}.value-box .value{font-size:1.7rem;font-weight:600}
.value-box .title,.value-box .subtitle,.value-box .change{color:var(--soft);font-size:.88rem}
.success{border-left-color:var(--good)!important}.warning{border-left-color:var(--warn)!important}
.danger,.error{border-left-color:var(--bad)!important}
.timeline{list-style:none;padding:0}.timeline>li{border-left:4px solid var(--accent);
background:var(--raised);margin:.5rem 0;padding:.5rem .9rem;border-radius:0 6px 6px 0}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;margin:.2rem 0}
dt{color:var(--soft)}dd{margin:0}.priority{color:var(--warn)}
blockquote{margin:1rem 0;padding:0 1rem;border-left:3px solid var(--line);color:var(--soft)}
summary{cursor:pointer;font-weight:600}hr{border:0;border-top:1px solid var(--line)}
.dag rect{fill:var(--raised);stroke:var(--line)}
.dag text{fill:var(--ink);font-size:13px;text-anchor:middle}
.dag path{fill:none;stroke:var(--soft)}.dag .marked rect{stroke:var(--accent);stroke-width:2}
"""


def page_html(title: str, contents: Iterable[object], reload_seconds: Optional[int]) -> str:
    """A whole page; a browser that shows it takes it anew after some seconds, if they are set."""
    reload = (
        f'<meta http-equiv="refresh" content="{max(1, round(reload_seconds))}">'
        if reload_seconds
        else ""
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n{reload}'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<header>{escape(title)}</header>\n{blocks_html(contents)}\n</body>\n</html>\n"
    )
