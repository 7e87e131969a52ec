from metaflow import FlowMutator, StepMutator


class CatchAll(FlowMutator):
    def init(self, var):
        self.var = var

    def mutate(self, mutable_flow):
        print_none = {"var": self.var, "print_exception": False}
        for name, step in mutable_flow.steps:
            if name != "start":
                step.add_decorator("catch", deco_kwargs=print_none)


class SetEnvironment(StepMutator):
    def mutate(self, mutable_step):
        mutable_step.add_decorator("environment", deco_kwargs={"vars": {"COLOUR": "green"}})
