"""The value of an environment variable is never shown, whatever it was put into."""

from __future__ import annotations

from pathlib import Path

import pytest

from compiler.diagnostics.render.text import render_text
from compiler.settings import Settings
from tests.frontend.reading import check

SECRET = "s3cr3t-hunter2"

FLOW = """\
import os
from metaflow import *
TOKEN = os.environ["TOKEN"]
{above}
class F(FlowSpec):
    {inside}
    {decorator}
    @step
    def start(self):
        self.next(self.end)
    @step
    def end(self):
        pass
"""


@pytest.mark.parametrize(
    "parts",
    [
        {"decorator": "@resources(memory=TOKEN)"},
        {"decorator": "@resources(cpu=TOKEN)"},
        {"decorator": "@retry(times=TOKEN)"},
        {"decorator": "@kubernetes(qos=TOKEN)"},
        {"decorator": "@kubernetes(labels={'a': TOKEN + ' '})"},
        {"decorator": "@kubernetes(labels={TOKEN + ' ': 'a'})"},
        {"decorator": "@kubernetes(security_context={TOKEN: 1})"},
        {"decorator": "@card(type=TOKEN, options=TOKEN)"},
        {"decorator": "@timeout(seconds=TOKEN)"},
        {"decorator": "@resources(**{TOKEN: 1})"},
        {"decorator": "@environment(vars={'A': {TOKEN: 1}['x']})"},
        {"decorator": "@environment(vars={'A': int(TOKEN)})"},
        {"decorator": "@secrets(sources=[TOKEN + '.db'])"},
        {"decorator": "@secrets(sources=[{'type': TOKEN, 'id': 'db'}])"},
        {"above": "@schedule(cron=TOKEN)"},
        {"above": "@schedule(timezone=TOKEN)"},
        {"above": "@project(name=TOKEN)"},
        {"above": "@trigger(event={TOKEN: 1})"},
        {"inside": "p = Parameter(TOKEN + ' ')"},
        {"inside": "p = Parameter('p', type=int, default=TOKEN)"},
        {"inside": "p = Parameter('p', **{TOKEN: 1})"},
        {"inside": "p = Config('p', default=TOKEN)"},
    ],
)
def test_it_stays_out_of_every_message(tmp_path: Path, parts: dict[str, str]) -> None:
    places = {"above": "", "inside": "", "decorator": "", **parts}
    checked = check(tmp_path, FLOW.format(**places), Settings(env=(f"TOKEN={SECRET}",)))
    assert checked.report.failed
    assert SECRET not in render_text(checked.report.diagnostics, checked.sources)
