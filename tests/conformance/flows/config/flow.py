"""Configs of every kind: a file, a default, a parser, another file on the command line."""
# $ run --config given=other.json

from metaflow import Config, FlowSpec, Parameter, config_expr, environment, retry, step


def pairs(text):
    return dict(line.split("=") for line in text.splitlines())


class ConfigFlow(FlowSpec):
    config = Config("config", default="config.json")
    given = Config("given", default="config.json")
    inline = Config("inline", default_value={"region": "eu", "sizes": [1, 2]})
    parsed = Config("parsed", default="pairs.txt", parser=pairs)
    absent = Config("absent")

    rate = Parameter("rate", default=config.model.rate)

    @step
    def start(self):
        self.layers = list(self.config.model.layers)
        self.title = self.given["name"]
        self.parts = self.parsed.one + self.parsed["two"]
        self.model = self.config.model.to_dict()
        print(self.inline.region, self.inline.sizes, self.absent, self.rate)
        self.next(self.end)

    @retry(times=config_expr("config.retries"), minutes_between_retries=0)
    @environment(vars={"REGION": config_expr("inline.region.upper()")})
    @step
    def end(self):
        import os

        self.region = os.environ["REGION"]
        print(sorted(self.config.keys()), self.config.get("no such", 4), "model" in self.config)


if __name__ == "__main__":
    ConfigFlow()
