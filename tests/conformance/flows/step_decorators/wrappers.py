import functools

from metaflow import USER_SKIP_STEP, UserStepDecorator, user_step_decorator


@user_step_decorator
def timed(step_name, flow, inputs=None, attributes=None):
    print("before", step_name, attributes, inputs is not None)
    yield
    flow.seen = step_name
    print("after", step_name)


@user_step_decorator
def add_artifact(step_name, flow, inputs=None, attributes=None):
    setattr(flow, attributes["name"], attributes["value"])
    yield
    print("attributes", sorted(attributes))


@user_step_decorator
def quiet(step_name, flow, inputs=None, attributes=None):
    try:
        yield
    except ValueError as error:
        print("forgave", error)


class skip_it(UserStepDecorator):
    def pre_step(self, step_name, flow, inputs=None):
        self.skip_step = USER_SKIP_STEP
        print("skipping", step_name)

    def post_step(self, step_name, flow, exception=None):
        print("after the skipped", step_name, exception)


def counted(function):
    @functools.wraps(function)
    def wrapper(self):
        self.calls = getattr(self, "calls", 0) + 1
        return function(self)

    return wrapper
