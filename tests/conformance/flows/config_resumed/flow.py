"""A run that is resumed keeps its configs, also where nothing of it had finished."""
# $ FAIL=1 run --config given=other.json
# $ resume

import os

from metaflow import Config, FlowSpec, step


class ConfigResumedFlow(FlowSpec):
    given = Config("given", default_value={"name": "default"})

    @step
    def start(self):
        if os.environ.get("FAIL"):
            raise RuntimeError("the first time")
        self.name_given = self.given.name
        self.next(self.end)

    @step
    def end(self):
        print(self.given.name)


if __name__ == "__main__":
    ConfigResumedFlow()
