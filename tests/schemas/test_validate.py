"""The validator itself: one good stream of documents, and it with one thing broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.schemas.validate import validate_documents

GOOD = (Path(__file__).parent / "data" / "good.yaml").read_text()

BROKEN = [
    # What the fields alone tell: the CRDs.
    ("onExit: leave", "onexit: leave", "'onexit' was unexpected"),
    ("activeDeadlineSeconds: 86400", "activeDeadlineSeconds: '1d'", "is not of type 'integer'"),
    ("activeDeadlineSeconds: 86400", f"activeDeadlineSeconds: {2**63}", "fit into int64"),
    ("value: '1e3'", "value: 1000", "is not of type 'string'"),
    ("      - name: start\n", "      - nome: start\n", "'nome' was unexpected"),
    ("  - name: leave\n", "  - name: leave_now\n", "does not match"),
    ("cpu: 500m", "cpu: half", "does not match"),
    ("medium: Memory", "medium: Memory\n      path: /x", "'path' was unexpected"),
    ("schedules:\n  - 0 5 * * *", "schedules: []", "should be non-empty"),
    ("- 0 5 * * *", "- at five", "does not match"),
    ("concurrencyPolicy: Allow", "concurrencyPolicy: allow", "is not one of"),
    ("- containerPort: 80\n", "- containerPort: 80\n      - containerPort: 80\n", "two items"),
    ("eventName: table-loaded", "event: table-loaded", "'event' was unexpected"),
    ("    eventName: table-loaded\n", "", "'eventName' is a required property"),
    # The CRDs' rules in CEL.
    ("  - name: leave\n", "  - name: leave\n    suspend: {}\n", "at most one template type"),
    ("  - name: body\n", "  - name: body\n    timeout: 5m\n", "timeout cannot be applied"),
    ("depends: decide\n", "depends: decide\n        dependencies: [decide]\n", "both 'depends'"),
    # Kubernetes' names, labels, quantities and limits.
    ("  name: train-flow\n  labels", "  name: Train_Flow\n  labels", "is not of the form"),
    ("kind: CronWorkflow\nmetadata:\n  name: train-flow", f"kind: CronWorkflow\nmetadata:\n  name: {'a' * 53}", "longer than 52"),
    ("app.kubernetes.io/part-of: train", "app.kubernetes.io/part-of: a flow", "not of the form"),
    ("app.kubernetes.io/part-of: train", "a/b/c: train", "not of the form"),
    ("app.kubernetes.io/part-of: train", "part-of: 7", "is no text"),
    ("flowc.dev/flow: ", "flowc dev: ", "not of the form"),
    ("accelerator: a100", "accelerator: -a100", "not of the form"),
    ("serviceAccountName: flows", "serviceAccountName: my flows", "not of the form"),
    ("- name: ANSWER", "- name: 1ANSWER", "not of the form"),
    ("cpu: 500m\n          memory: 4Gi", "cpu: 500m\n          memory: 5Gi", "more of `memory`"),
    ("limits:\n          memory: 4096Mi\n          nvidia.com/gpu: '1'", "limits:\n          memory: 4096Mi\n          nvidia.com/gpu: '2'", "must be equal"),
    ("limits:\n          memory: 4096Mi\n          nvidia.com/gpu: '1'", "limits:\n          memory: 4096Mi", "needs a limit"),
    ("effect: NoSchedule", "effect: Never", "no effect"),
    ("operator: Exists", "operator: Exists\n      value: 'true'", "takes no value"),
    ("timezone: Europe/Helsinki", "timezone: Europe/Turku", "no time zone"),
    # What only Argo's own lint sees.
    ("entrypoint: main", "entrypoint: nain", "there is no template `nain`"),
    ("onExit: leave", "onExit: left", "there is no template `left`"),
    ("        template: body\n        arguments:\n          parameters:\n          - name: path\n            value: '{{=", "        template: bodies\n        arguments:\n          parameters:\n          - name: path\n            value: '{{=", "there is no template `bodies`"),
    ("      image: python:3.12-slim\n      command:\n      - python\n      args", "      command:\n      - python\n      args", "without an image"),
    ("      command:\n      - python\n      args", "      args", "without a command"),
    ("depends: start.Succeeded\n", "depends: begin.Succeeded\n", "which does not exist"),
    ("depends: start.Succeeded\n", "depends: start.Success\n", "no result `Success`"),
    ("depends: start.Succeeded\n", "depends: start.AnySucceeded\n", "is for a task that is repeated"),
    ("depends: start.Succeeded\n", "depends: start.Succeeded ||\n", "does not parse"),
    ("      - name: decide\n", "      - name: decide\n        depends: again\n", "wait for each other"),
    ("          - name: path\n            value: ''\n", "", "needs the input `path`"),
    ("          - name: step\n            value: join\n", "          - name: stop\n            value: join\n", "has no input stop"),
    ("'{{item}}'", "'{{items}}'", "`{{items}}` cannot be resolved"),
    ("{{tasks.start.id}}", "{{tasks.items.outputs.parameters.x}}", "cannot be resolved"),
    ("{{tasks.start.id}}", "{{item}}", "`{{item}}` cannot be resolved"),
    ("{{tasks.start.outputs.parameters.width}}", "{{tasks.join-all.outputs.parameters.width}}", "cannot be resolved"),
    ("{{tasks.start.outputs.parameters.width}}", "{{tasks.start.outputs.parameters.size}}", "cannot be resolved"),
    ("{{workflow.parameters.alpha}}", "{{workflow.parameters.beta}}", "cannot be resolved"),
    ("{{workflow.name}}", "{{workflow.status}}", "cannot be resolved"),
    ("{{workflow.name}}", "{{workflow.name", "that nothing closes"),
    ("asInt(inputs.parameters.path)", "asInt(inputs.parameters.paths)", "in an expression"),
    ("tasks[''start''].outputs.parameters.width}}", "tasks.join-all.outputs}}", "is a subtraction"),
    ("expression: tasks.decide.outputs", "expression: tasks.undecided.outputs", "in an expression"),
    ("''again'''", "again'", "`again` needs quotes"),
    ("    retryStrategy:\n      limit: '3'\n      retryPolicy: Always\n      backoff:\n        duration: 2m\n      expression: lastRetry.exitCode != '78'\n", "", "`{{retries}}` cannot be resolved"),
    ("          path: /tmp/flowc/width\n", "", "in no file"),
    ("          expression: tasks.decide.outputs.parameters.width", "          default: '0'", "no task gives it"),
    ("- name: scratch\n        mountPath", "- name: scratches\n        mountPath", "no volume `scratches`"),
    ("      - name: again\n", "      - name: decide\n", "`decide` stands twice"),
    ("  - name: leave\n", "  - name: body\n", "`body` stands twice"),
    ("  onExit: leave\n", "", "nothing uses it"),
    ("depends: decide\n", "depends: decide.Failed\n", "`decide` may have no outputs"),
    ("depends: decide\n", "depends: decide.Succeeded || decide.Failed\n", "may have no outputs"),
    ("(items.Skipped && !start.Failed)", "items.Omitted", "`start` may have no outputs"),
    ("depends: start.Succeeded\n", "dependencies: [start]\n", "in one DAG"),
    # Across the documents of a stream.
    ("    arguments:\n      parameters:\n      - name: data\n        value: s3", "    arguments:\n      parameters:\n      - name: alpha\n        value: s3", "nothing gives the parameter `data`"),
    ("      - name: data\n        value: s3://bucket/data", "      - name: data\n        value: s3://x\n      - name: other\n        value: '1'", "has no parameter `other`"),
    ("    workflowTemplateRef:\n      name: train-flow\n    arguments", "    workflowTemplateRef:\n      name: other-flow\n    arguments", "there is no workflow template"),
    ("kind: Sensor", "kind: Pod", "no business"),
    ("kind: Sensor", "kind: WorkflowEventBinding", "no business"),
    ("conditions: loaded", "conditions: loaded && stored", "there is no dependency `stored`"),
    ("dependencyName: loaded", "dependencyName: stored", "there is no dependency `stored`"),
    ("dest: spec.arguments.parameters.0.value", "dest: spec.arguments.parameters.1.value", "not in the list"),
    ("operation: submit", "operation: start", "no operation `start`"),
    ("            dataKey: body.table\n", "", "what to take of"),
    # YAML that kubectl reads otherwise.
    ("value: 'y'", "value: y", "`y` needs quotes"),
    ("value: '1e3'", "value: 1e3", "`1e3` needs quotes"),
    ("onExit: leave\n", "onExit: leave\n  onExit: leave\n", "stands twice"),
    ("onExit: leave", "onExit: [leave", "no YAML"),
]  # fmt: skip

ALSO_GOOD = [
    ("depends: start.Succeeded\n", "depends: start\n"),
    ("items.Succeeded || (items.Skipped && !start.Failed)", "start.Succeeded && (items.Omitted || items)"),
    ("'{{item}}'", "'{{=item}}'"),
    ("value: 'y'", 'value: "y"'),
    ("limits:\n          memory: 4096Mi", "limits:\n          memory: 4294967296"),
    ("    - name: data\n  volumes", "    - name: data\n      value: ''\n  volumes"),
]  # fmt: skip


def test_the_good_documents_have_no_problem() -> None:
    assert validate_documents(GOOD.encode()) == []


@pytest.mark.parametrize(("old", "new", "problem"), BROKEN)
def test_a_broken_document_is_caught(old: str, new: str, problem: str) -> None:
    assert GOOD.count(old) >= 1, "the case no longer breaks anything"
    problems = validate_documents(GOOD.replace(old, new, 1).encode())
    assert any(problem in found for found in problems), problems


@pytest.mark.parametrize(("old", "new"), ALSO_GOOD)
def test_another_way_to_say_it_is_good_too(old: str, new: str) -> None:
    assert GOOD.count(old) == 1, "the case no longer changes anything"
    assert validate_documents(GOOD.replace(old, new).encode()) == []


def test_a_dag_of_more_than_200_tasks_is_caught() -> None:
    """Full CRDs, which releases of Argo install from 4.0 on, bound lists for their CEL rules."""
    first = "      - name: start\n"
    start = GOOD[GOOD.index(first) : GOOD.index("      - name: items\n")]

    def with_tasks(count: int) -> bytes:
        more = (start.replace("name: start", f"name: start-{n}") for n in range(count - 3))
        return GOOD.replace(start, start + "".join(more)).encode()

    assert validate_documents(with_tasks(200)) == []
    (problem,) = validate_documents(with_tasks(201))
    assert problem.endswith("is too long")
