"""The inputs of a join: by name, by number, and what they lack."""
# $ run

from metaflow import FlowSpec, step


class JoinInputsFlow(FlowSpec):
    CONSTANT = "c"

    @step
    def start(self):
        self.early = 0
        self.next(self.zebra, self.ant)

    @step
    def zebra(self):
        self.name_of_step = "zebra"
        self.z = 1
        self.next(self.zebra_more)

    @step
    def zebra_more(self):
        self.next(self.join)

    @step
    def ant(self):
        self.name_of_step = "ant"
        self.next(self.join)

    @step
    def join(self, inputs):
        self.order = sorted(task.name_of_step for task in inputs)
        self.first = inputs[0].name_of_step in self.order
        self.count = len(list(inputs))
        self.by_name = (inputs.ant.name_of_step, inputs.zebra_more.name_of_step)
        self.z = sorted(str(getattr(task, "z", "none")) for task in inputs)
        self.constants = [task.CONSTANT for task in inputs]
        self.has_early = hasattr(self, "early")
        self.again = [task.early for task in inputs]
        for name in ("zebra", "start", "nobody"):
            try:
                getattr(inputs, name)
            except AttributeError:
                print("no input", name)
        try:
            inputs.ant.z
        except AttributeError:
            print("ant has no z")
        self.next(self.end)

    @step
    def end(self):
        print(self.order, self.CONSTANT)


if __name__ == "__main__":
    JoinInputsFlow()
