"""What steps ask of the flow's object: what it has, its steps, its script."""
# $ run

from metaflow import FlowSpec, step


class AttributesFlow(FlowSpec):
    @step
    def start(self):
        self.x = 1
        self.steps = [one.__name__ for one in self]
        self.script = self.script_name
        self.has = [hasattr(self, name) for name in ("x", "y", "steps")]
        self.stack = self.foreach_stack()
        self.where = (self.index, self.input)
        self.text = str(self)
        self.next(self.other)

    @step
    def other(self):
        self.has_later = [hasattr(self, name) for name in ("x", "y", "start", "other")]
        self.default = getattr(self, "y", "default")
        for name in ("index", "input"):
            try:
                setattr(self, name, 1)
            except AttributeError as error:
                print(name, "cannot be set:", type(error).__name__)
        self.next(self.end)

    @step
    def end(self):
        print(self.steps, self.script, self.has, self.has_later, self.text)


if __name__ == "__main__":
    AttributesFlow()
