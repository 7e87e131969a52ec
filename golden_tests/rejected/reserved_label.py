from metaflow import FlowSpec, kubernetes, step


class ReservedLabelFlow(FlowSpec):
    @kubernetes(
        labels={"team": "ads", "workflows.argoproj.io/completed": "true"},
        annotations={"flowc/package": "mine"},
    )
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
