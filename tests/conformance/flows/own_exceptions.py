"""Exceptions of the flow's own, caught: chained, with arguments, with hard words."""
# $ run

from metaflow import FlowSpec, catch, step


class Trouble(Exception):
    def __init__(self, code, text):
        super().__init__(code, text)
        self.code = code

    def __str__(self):
        return f"trouble {self.code}"


class OwnExceptionsFlow(FlowSpec):
    @catch(var="first_failure")
    @step
    def start(self):
        self.before = 1
        raise Trouble(7, "å")
        self.next(self.second)

    @catch(var="second_failure", print_exception=False)
    @step
    def second(self):
        try:
            {}["key"]
        except KeyError as error:
            raise RuntimeError("chained") from error
        self.next(self.third)

    @catch
    @step
    def third(self):
        assert self.before == 2, "before is no 2"
        self.next(self.fourth)

    @catch(var="fourth_failure", print_exception=False)
    @step
    def fourth(self):
        self.next(self.end)

    @catch(var="last_failure", print_exception=False)
    @step
    def end(self):
        self.report = [
            (failure.type.rpartition(".")[2], failure.exception)
            for failure in (self.first_failure, self.second_failure)
        ]
        self.last_line = str(self.second_failure).strip().splitlines()[-1]
        self.none = self.fourth_failure
        print(self.report)
        raise Trouble(8, "last")


if __name__ == "__main__":
    OwnExceptionsFlow()
