"""Foreachs over a constant of the class, a parameter, and what a join left."""
# $ run --words a,b

from metaflow import FlowSpec, Parameter, step


class ForeachOverNamesFlow(FlowSpec):
    SIZES = (1, 2)
    words = Parameter("words", separator=",", default="x")

    @step
    def start(self):
        self.next(self.size, foreach="SIZES")

    @step
    def size(self):
        self.doubled = 2 * self.input
        self.next(self.sizes)

    @step
    def sizes(self, inputs):
        self.doubles = [task.doubled for task in inputs]
        self.next(self.between)

    @step
    def between(self):
        self.next(self.word, foreach="words")

    @step
    def word(self):
        self.loud = self.input.upper() + str(self.doubles)
        self.next(self.all_words)

    @step
    def all_words(self, inputs):
        self.louds = [task.loud for task in inputs]
        self.next(self.end)

    @step
    def end(self):
        print(self.louds)


if __name__ == "__main__":
    ForeachOverNamesFlow()
