"""Covers: a switch inside one of two branches."""

from metaflow import FlowSpec, step


class ReleaseFlow(FlowSpec):
    @step
    def start(self):
        self.version = "2.1.0"
        self.next(self.check_tests, self.write_notes)

    @step
    def check_tests(self):
        self.flaky = False
        self.next({True: self.run_again, False: self.accept}, condition="flaky")

    @step
    def run_again(self):
        self.passed = True
        self.next(self.tests_done)

    @step
    def accept(self):
        self.passed = True
        self.next(self.tests_done)

    @step
    def tests_done(self):
        self.verdict = "pass" if self.passed else "fail"
        self.next(self.join)

    @step
    def write_notes(self):
        self.notes = f"What is new in {self.version}"
        self.next(self.join)

    @step
    def join(self, inputs):
        self.merge_artifacts(inputs, include=["version", "verdict", "notes"])
        self.next(self.end)

    @step
    def end(self):
        print(self.version, self.verdict, self.notes)


if __name__ == "__main__":
    ReleaseFlow()
