from __future__ import annotations

from compiler.backends.backend import Program
from compiler.graph_text.mermaid import mermaid
from compiler.ir.transition import End, Foreach
from tests.graph_text.programs import SPAN, everything, flow, nested, tasks


def test_every_kind_of_region() -> None:
    assert (
        mermaid(everything())
        == """\
flowchart TD
    step_start(["start"])
    subgraph map_start["each of files"]
        step_spread["spread"]
        subgraph map_spread["gang of 4"]
            step_work["work"]
        end
        step_meet["meet"]
    end
    step_gather["gather"]
    step_left["left"]
    step_right["right"]
    subgraph loop_both["loop"]
        step_both{{"both"}}
    end
    step_end(["end"])
    step_start -->|"foreach files"| step_spread
    step_spread -->|"num_parallel 4"| step_work
    step_work --> step_meet
    step_meet --> step_gather
    step_gather --> step_left
    step_gather --> step_right
    step_left --> step_both
    step_right --> step_both
    step_both -->|"state = say #34;again#34;"| step_both
    step_both -->|"state = True or 0.5"| step_end
"""
    )


def test_labels_cannot_become_syntax() -> None:
    odd = flow("F", start=Foreach(target="end", items='x"|--%%{`é\n', span=SPAN), end=End())
    text = mermaid(Program(odd, tasks("start", "end")))
    assert '-->|"foreach x#34;#124;--#37;#37;#123;#96;é#10;"|' in text


def test_no_depth_is_too_deep() -> None:
    text = mermaid(nested(2000))
    assert text.count("subgraph") == 2000
    assert text.splitlines().count("    end") == 1
