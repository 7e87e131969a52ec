"""Wrappers around steps, and a mutator, as Metaflow lets its users write them."""

import random

from metaflow import FlowMutator, user_step_decorator


@user_step_decorator
def traced(step_name, flow, inputs=None, attributes=None):
    print("entering", step_name)
    yield
    print("leaving", step_name)


@user_step_decorator
def logged(step_name, flow, inputs=None, attributes=None):
    yield
    flow.logged = step_name


def with_seed(seed):
    random.seed(seed)

    def unchanged(step):
        return step

    return unchanged


class AddRetries(FlowMutator):
    def mutate(self, mutable_flow):
        for _, step in mutable_flow.steps:
            step.add_decorator("retry", deco_kwargs={"times": 1})
