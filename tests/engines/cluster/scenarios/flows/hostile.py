"""Texts full of quotes, braces and template syntax: {{workflow.name}} {{=1+1}} '"; $(id) {% raw %}"""

import os

from metaflow import FlowSpec, JSONType, Parameter, environment, step

TEXT = """{{workflow.name}} {{=1+1}} {{inputs.parameters.step}} '"; $(id) $(FLOWC_RUN) $$ ${HOME}
\\ {% raw %} {{ "{{" }} `id` # -- \t & | > ü 漢 😀 {{{{"""


class HostileFlow(FlowSpec):
    """{{workflow.name}} {{=1+1}} '"; $(id) {% raw %}"""

    given = Parameter("given", required=True, help="{{workflow.name}} '\" $(id) {% raw %}")
    own = Parameter("own", default=TEXT)
    nested = Parameter("nested", type=JSONType, default={TEXT: [TEXT, None, 1.5]})

    @environment(vars={"TEXT": TEXT})
    @step
    def start(self):
        self.texts = [self.given, self.own, os.environ["TEXT"]]
        self.next(self.work, foreach="texts")

    @step
    def work(self):
        nested = {TEXT: [TEXT, None, 1.5]}
        self.same = (self.input == TEXT, self.given == TEXT, self.nested == nested)
        self.next(self.join)

    @step
    def join(self, inputs):
        self.same = all(all(one.same) for one in inputs)
        self.texts = inputs[0].texts
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    HostileFlow()
