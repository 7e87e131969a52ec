"""Runs are resumed from each place: after a failure, from a step on, and twice."""
# case earlier_than_failure
# $ FAIL=end WORD=one run --max-workers 1
# $ WORD=two resume work --max-workers 1
# case from_inner_step
# $ WORD=one run --max-workers 1
# $ WORD=two resume after --max-workers 1
# case from_join
# $ WORD=one run --max-workers 1
# $ WORD=two resume join --max-workers 1
# case from_step
# $ WORD=one run --max-workers 1 --alpha 4
# $ WORD=two resume work --max-workers 1
# case from_unknown_step
# $ run --max-workers 1
# $ resume no_such_step --max-workers 1
# case of_success
# $ WORD=one run --max-workers 1
# $ WORD=two resume --run LAST --max-workers 1
# case twice
# $ FAIL=work2 WORD=one run --max-workers 1 --alpha 5
# $ FAIL=join WORD=two resume --run LAST --max-workers 1
# $ WORD=three resume --run LAST --max-workers 1

import os

from metaflow import FlowSpec, Parameter, current, step


class ResumeFlow(FlowSpec):
    alpha = Parameter("alpha", default=1)

    @step
    def start(self):
        self.word = os.environ.get("WORD", "none")
        self.items = [1, 2]
        self.next(self.work, foreach="items")

    @step
    def work(self):
        self.check("work" + str(self.input))
        self.got = (self.word, self.input, os.environ.get("WORD", "none"))
        self.next(self.after)

    @step
    def after(self):
        self.check("after" + str(self.input))
        self.next(self.join)

    @step
    def join(self, inputs):
        self.check("join")
        self.all = [task.got for task in inputs]
        self.next(self.end)

    @step
    def end(self):
        self.check("end")
        self.resumed = current.origin_run_id is not None
        print(self.all, self.alpha)

    def check(self, place):
        if os.environ.get("FAIL") == place:
            raise RuntimeError(place)


if __name__ == "__main__":
    ResumeFlow()
