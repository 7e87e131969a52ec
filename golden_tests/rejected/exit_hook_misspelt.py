from metaflow import FlowSpec, exit_hook, step


def tell_the_team(run):
    print("failed", run)


@exit_hook(on_success=["tell_teh_team", "chat.tell"], on_error=[tell_the_team, "page"])
class MisspeltHookFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
