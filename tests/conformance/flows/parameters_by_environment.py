"""Parameters that environment variables set, and one that the command line sets, too."""
# $ METAFLOW_RUN_ALPHA=5 METAFLOW_RUN_BETA=6 run --beta 7

from metaflow import FlowSpec, Parameter, step


class ParametersByEnvironmentFlow(FlowSpec):
    alpha = Parameter("alpha", default=1)
    beta = Parameter("beta", default=2)

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        print(self.alpha, self.beta)


if __name__ == "__main__":
    ParametersByEnvironmentFlow()
