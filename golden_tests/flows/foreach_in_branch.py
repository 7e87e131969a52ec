"""Covers: a foreach in one of two branches."""

from metaflow import FlowSpec, step


class AuditFlow(FlowSpec):
    @step
    def start(self):
        self.tables = ["users", "orders"]
        self.next(self.check_tables, self.check_access)

    @step
    def check_tables(self):
        self.next(self.check_table, foreach="tables")

    @step
    def check_table(self):
        self.problems = [] if self.input == "users" else [f"{self.input}: no index"]
        self.next(self.join_tables)

    @step
    def join_tables(self, inputs):
        self.problems = [problem for task in inputs for problem in task.problems]
        self.next(self.report)

    @step
    def check_access(self):
        self.problems = ["two keys are a year old"]
        self.next(self.report)

    @step
    def report(self, inputs):
        self.problems = inputs.join_tables.problems + inputs.check_access.problems
        self.next(self.end)

    @step
    def end(self):
        print("\n".join(self.problems))


if __name__ == "__main__":
    AuditFlow()
