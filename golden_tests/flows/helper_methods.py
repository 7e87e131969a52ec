"""Covers: helper methods, properties, static and class methods that read and write artifacts."""

from metaflow import FlowSpec, Parameter, step


class HelperFlow(FlowSpec):
    SCALE = 10
    names = Parameter("names", default="ann,bob,eve", separator=",")

    @property
    def width(self):
        return max(len(name) for name in self.names)

    @staticmethod
    def initial(name):
        return name[0].upper()

    @classmethod
    def initials_of(cls, names):
        return [cls.initial(name) for name in names]

    def prepare(self):
        self.initials = self.initials_of(self.names)
        self._count(self.initials)

    def _count(self, things):
        self.count = len(things) * self.SCALE

    @step
    def start(self):
        self.prepare()
        self.next(self.shout, self.whisper)

    @step
    def shout(self):
        self.line = self._line().upper()
        self.next(self.join)

    @step
    def whisper(self):
        self.line = self._line().lower()
        self.next(self.join)

    def _line(self):
        return f"{self.count} " + " ".join(self.initials)

    @step
    def join(self, inputs):
        self._gather(inputs)
        self.next(self.end)

    def _gather(self, branches):
        self.lines = [branch.line for branch in branches]
        self.merge_artifacts(branches, exclude=["line"])

    @step
    def end(self):
        print(self.lines, self.count, self.width)


if __name__ == "__main__":
    HelperFlow()
