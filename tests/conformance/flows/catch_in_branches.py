"""Failures caught in one of several branches and in the join itself."""
# $ run

from metaflow import FlowSpec, catch, step


class CatchInBranchesFlow(FlowSpec):
    @step
    def start(self):
        self.base = 1
        self.next(self.good, self.bad, self.worse)

    @catch(var="failure", print_exception=False)
    @step
    def good(self):
        self.value = 1 / self.base
        self.next(self.join)

    @catch(var="failure", print_exception=False)
    @step
    def bad(self):
        self.value = 1 / 0
        self.next(self.join)

    @catch
    @step
    def worse(self):
        self.value = 2
        raise OSError("after the value")
        self.next(self.join)

    @catch(var="of_join", print_exception=False)
    @step
    def join(self, inputs):
        self.values = sorted(str(getattr(task, "value", "missing")) for task in inputs)
        self.kinds = sorted(type(getattr(task, "failure", 0)).__name__ for task in inputs)
        raise ValueError("even the join")
        self.next(self.end)

    @step
    def end(self):
        print(self.values, self.kinds, self.of_join.exception, hasattr(self, "base"))


if __name__ == "__main__":
    CatchInBranchesFlow()
