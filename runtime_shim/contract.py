"""What a compiled spec and the runtime agree on. Both sides import this module.

A spec starts a container whose command line is a launch of the runtime and then
`step_arguments` (or `hook_arguments`), and whose environment holds the variables named
here. The runtime needs nothing else of the scheduler, and hands it back one small file
where the order of the flow depends on what the step computed.

**Identity.** A task is (run, step, path). The path has one number for each `Map` and
each `Loop` region around the step, outermost first: the index of the item, or the
turn of the loop, both from 0. It is empty for a step in none. So a path is a pure
function of the position in the graph, and a retry has the path of the attempt before.

**Attempts** count from 0. The commit of one is the atomic write of its manifest. Of two
processes that run the same attempt, the first to write it has committed. A scheduler that counts
also what never started a container gives the runtime its own count, as a retry: then the runtime
leaves a record of each start, and the attempt is the number of starts before (`start_key`).

**Predecessors.** When it has committed, and before it ends, a task leaves an arrival record
with each successor, under the key `arrival_key` gives. That is how a step after a switch, a join
or a loop finds out, without a search, which task came before it.
"""

from __future__ import annotations

CONTRACT_VERSION = 1

ENTRY_MODULE = "runtime_shim"
"""Run as `python -m runtime_shim` where it is installed, or by its folder from wherever it is."""
INSTALLED_LAUNCH = ("-m", ENTRY_MODULE)
"""Python's arguments for the runtime that its own packages hold."""
RUNTIME_FOLDER = "/flowc"
"""Where an image for `runtime = "injected"` has the runtime's files, and where a container that
gets a copy of them finds it."""
INJECTED_LAUNCH = (f"{RUNTIME_FOLDER}/{ENTRY_MODULE}",)
"""Python's argument for that copy."""

# --- where things are on a user's machine --------------------------------------------

PROJECT_MARKERS = ("pyproject.toml", "flowc.toml", ".git")
"""What the root folder of a project has, any of them."""
LOCAL_DATASTORE = ".flowc"
"""The datastore of a project, in its root folder, where nobody names another."""

# --- environment of every task: the same for all tasks of a document -----------------

ENV_FLOW = "FLOWC_FLOW"
"""`path/of/flow.py:ClassName`, relative to the root of the code package."""
ENV_RUN = "FLOWC_RUN"
"""The run id: `[A-Za-z0-9][A-Za-z0-9._-]*`."""
ENV_DATASTORE = "FLOWC_DATASTORE"
"""The root of the datastore: a folder, or an `s3://`, `gs://` or `az://` URL."""
ENV_PARAMETERS = "FLOWC_PARAMETERS"
"""Only where a run starts: the parameters as JSON, `[{"name": ..., "value": "text"}, ...]`, or
`{name: value, ...}`, where a value that is no text is one in JSON, and null is none, as if the
parameter were not there; or either of them in base64. The JSON value null is the text `null`."""
ENV_PROJECT = "FLOWC_PROJECT"
"""`name/branch` of `@project`, with `/production` where it is the production branch.

The branch is empty where a deployment has none: `name/`, or `name//production`."""
ENV_EVENT_URL = "FLOWC_EVENT_URL"
"""Where the end step posts that the flow has finished; absent when nobody listens."""
ENV_PACKAGE = "FLOWC_PACKAGE"
"""The sha256 of the code package that the task runs from; absent where the code is there already,
as on a laptop."""
ENV_ROOT = "FLOWC_ROOT"
"""The root of the project, an absolute folder, where the code is in place. A task that enters a
code package sets it for itself."""
ENV_PLAN = "FLOWC_PLAN"
"""The file that holds the flow's plan (see `plan`). A code package brings its own."""
ENV_CACHE = "FLOWC_CACHE"
"""The folder where code packages and package environments are unpacked and made, in place of
`CACHE_FOLDER`."""
ENV_API = "FLOWC_API"
"""`installed` where `import metaflow` shall give the user's own copy of that package; else it
gives the runtime's authoring API."""
ENV_NAMESPACE = "FLOWC_NAMESPACE"
"""The namespace that the client in a task looks in, empty for all of them; the user's own
where it is absent."""
ENV_RUNTIME = "FLOWC_RUNTIME"
"""The requirements, each with its hashes, that `runtime = "pip"` installs before anything else."""
ENV_RESULTS = "FLOWC_RESULTS"
"""The folder for the small results below, in place of `RESULT_FOLDER`; `RESULTS_IN_DATASTORE`
where the scheduler reads them there; empty where it reads the manifest instead."""

# --- environment of some tasks ------------------------------------------------------

ENV_ENVIRONMENT = "FLOWC_ENVIRONMENT"
"""The id of the package environment (`@pypi`, `@conda`) that the task makes, or finds made, and
runs in; absent where the image has what the step needs."""

ENV_TEMPDIR = "TMPDIR"
"""The memory-backed folder, where `tmpfs_tempdir` asks for it."""
ENV_GANG_SIZE = "FLOWC_GANG_SIZE"
"""How many tasks a gang has; may be absent, as the split has left that. A member's index in it is
the last number of its path."""
ENV_GANG_ADDRESS = "FLOWC_GANG_ADDRESS"
"""The address under which the other members reach this one."""
ENV_GANG_MAIN = "FLOWC_GANG_MAIN"
"""The address of member 0, where it is known without asking the datastore."""
ENV_GANG_PORT = "FLOWC_GANG_PORT"
ENV_GANG_TIMEOUT = "FLOWC_GANG_TIMEOUT"
"""Seconds that a member waits for the address of member 0."""
ENV_GANG_ROUND = "FLOWC_GANG_ROUND"
"""Where a gang is tried again as a whole: how often before. Members find those of their round."""
ENV_BATCH = "FLOWC_BATCH"
"""`BATCH_ARRAY` or `BATCH_GANG` where one job of AWS Batch runs all tasks of a foreach or of a
gang. The path on the command line is then that of the step that split, and what it lacks is in
Batch's own variables: the last number, the attempt, and the size and the address of a gang."""
BATCH_ARRAY = "array"
"""An array job; also the plain job that a single item makes."""
BATCH_GANG = "gang"
"""A multi-node job, which ends when its main node does."""
ENV_RUN_STATUS = "FLOWC_RUN_STATUS"
"""Only for exit hooks: how the run ended, in the scheduler's own word."""

# --- secrets ------------------------------------------------------------------------

SECRET_TYPES = (
    "aws-secrets-manager",
    "az-key-vault",
    "environment",
    "gcp-secret-manager",
    "inline",
)
"""The types that a source of `@secrets` may have. The names are Metaflow's, but for
`environment`."""

# --- the code package ---------------------------------------------------------------

CACHE_FOLDER = "/tmp/flowc-cache"
"""Where a container unpacks what it was brought."""
PACKAGE_OWN = ".flowc"
"""The folder in a code package for what the compiler adds to the user's files."""
PACKAGE_ENTRIES = 65_535
"""The most files that a code package has: as many as a zip without extensions can."""
PACKAGE_BYTES = 1 << 31
"""The most that they hold together."""


def packaged_plan(flow: str) -> str:
    """Where a code package has the plan of a flow.

    >>> packaged_plan("TrainFlow")
    '.flowc/TrainFlow.plan.json'
    """
    return f"{PACKAGE_OWN}/{flow}.plan.json"


def packaged_lock(environment: str) -> str:
    """Where a code package has the lock of a package environment, by its id.

    >>> packaged_lock("pypi-1f9a2b3c4d5e6f70")
    '.flowc/environments/pypi-1f9a2b3c4d5e6f70.txt'
    """
    return f"{PACKAGE_OWN}/{lock_file(environment)}"


def lock_file(environment: str) -> str:
    """Where the lock of a package environment is, as seen from the folder of the plan.

    >>> lock_file("pypi-1f9a2b3c4d5e6f70")
    'environments/pypi-1f9a2b3c4d5e6f70.txt'
    """
    return f"environments/{environment}.txt"


# --- parameters ---------------------------------------------------------------------

UNSET = "@flowc:unset"
"""The text of a parameter that nobody set. The runtime then takes the flow's own default,
which the spec need not know: it may be computed, or be text that the scheduler would
take for a template."""

# --- what a step hands to the scheduler ---------------------------------------------

RESULT_FOLDER = "/tmp/flowc"
"""Where the small files below are written, one value each, no newline at the end."""
RESULTS_IN_DATASTORE = "@datastore"
"""As `ENV_RESULTS`: the scheduler reads them in the datastore, under `result_key`."""
RESULT_WIDTH = "width"
"""After a foreach or a gang split: the number of tasks to start, in decimal."""
RESULT_CHOICE = "choice"
"""After a switch: the name of the step that comes next."""
RESULT_PATHS = "paths"
"""Only in the datastore, after a foreach or a gang split: the paths of the items as a list in
JSON, in their order. A loop that the body begins with adds its number to that itself."""

FALLBACK_ATTEMPTS = 3
"""Attempts that a scheduler adds for a step with `@catch`, in which the runtime no longer
runs the user's code but records the failure. The same number as Metaflow's."""


def step_arguments(step: str, path: str, attempt: str, first: str = "") -> tuple[str, ...]:
    """The arguments after the launch that make the runtime run one attempt of a task.

    Each is one argument of the process, never a piece of a shell line; a scheduler's
    own placeholder may stand for any of them. The empty path may also be written as the name of
    the task, `-`: not every scheduler can pass an empty argument.

    Where somebody can have a task that is over run anew, and its scheduler then counts on, `first`
    is the number of the attempt with which that began: the step's retries count from there.
    """
    arguments = ("step", step, "--path", path, "--attempt", attempt)
    return (*arguments, "--first", first) if first else arguments


def retry_arguments(step: str, path: str, retry: str) -> tuple[str, ...]:
    """The same, where the scheduler knows only how often it has tried before, for any reason."""
    return ("step", step, "--path", path, "--retry", retry)


def hook_arguments(function: str) -> tuple[str, ...]:
    """The arguments after the launch that make the runtime call one exit hook of the flow."""
    return ("hook", function)


def end_event(*parts: str | None) -> str:
    """The event that a flow posts at its end, of its project, branch and name.

    The name is Metaflow's, so that flows of both can wait for each other.

    >>> end_event("ads", "test.nightly", "TrainFlow"), end_event(None, None, "TrainFlow")
    ('metaflow.ads.test.nightly.TrainFlow.end', 'metaflow.TrainFlow.end')
    """
    return f"metaflow.{'.'.join(part for part in parts if part)}.end"


def child_path(path: str, number: int | str) -> str:
    """The path of a task one `Map` or `Loop` further in.

    >>> child_path("", 3), child_path("3", 0)
    ('3', '3.0')
    """
    return f"{path}.{number}" if path else str(number)


# --- layout of the datastore ---------------------------------------------------------


def task_name(path: str) -> str:
    """What a task is called among those of its step.

    >>> task_name("3.0"), task_name("")
    ('3.0', '-')
    """
    return path or "-"


def pathspec(flow: str, run: str, step: str, path: str) -> str:
    """A task as people, the client and `current` name it.

    >>> pathspec("TrainFlow", "17", "start", "")
    'TrainFlow/17/start/-'
    """
    return f"{flow}/{run}/{step}/{task_name(path)}"


def runs_folder(flow: str) -> str:
    """Where the runs of a flow are, a folder each."""
    return f"{flow}/runs"


def run_folder(flow: str, run: str) -> str:
    """Where a run is: its own records, and a folder for each step that has begun."""
    return f"{runs_folder(flow)}/{run}"


def task_folder(flow: str, run: str, step: str, path: str) -> str:
    """The folder of a task, relative to the root of the datastore.

    >>> task_folder("TrainFlow", "argo-x7k2p", "train", "3.0")
    'TrainFlow/runs/argo-x7k2p/train/3.0'
    """
    return f"{run_folder(flow, run)}/{step}/{task_name(path)}"


def manifest_key(flow: str, run: str, step: str, path: str, attempt: int) -> str:
    """The manifest whose existence commits an attempt.

    >>> manifest_key("TrainFlow", "argo-x7k2p", "start", "", 0)
    'TrainFlow/runs/argo-x7k2p/start/-/attempts/0.json'
    """
    return f"{task_folder(flow, run, step, path)}/attempts/{attempt}.json"


def arrival_key(flow: str, run: str, step: str, path: str, slot: str) -> str:
    """The record that a predecessor leaves with the task it leads to.

    The slot tells apart the predecessors that one task waits for: for a join the item's
    index or the branch's first step, for every other step `-`.

    >>> arrival_key("TrainFlow", "argo-x7k2p", "join", "", "12")
    'TrainFlow/runs/argo-x7k2p/join/-/arrivals/12.json'
    """
    return f"{task_folder(flow, run, step, path)}/arrivals/{slot}.json"


def failure_key(flow: str, run: str, step: str, path: str, attempt: int) -> str:
    """The record of an attempt that failed. It has the form of a manifest, with an `error`.

    >>> failure_key("TrainFlow", "argo-x7k2p", "train", "3.0", 1)
    'TrainFlow/runs/argo-x7k2p/train/3.0/failures/1.json'
    """
    return f"{task_folder(flow, run, step, path)}/failures/{attempt}.json"


def start_key(flow: str, run: str, step: str, path: str, retry: int) -> str:
    """The record that a retry has started, before anything else of its attempt.

    Only there where the scheduler counts retries and the step may have several attempts.

    >>> start_key("TrainFlow", "sfn-x7k2p", "train", "3.0", 2)
    'TrainFlow/runs/sfn-x7k2p/train/3.0/starts/2.json'
    """
    return f"{task_folder(flow, run, step, path)}/starts/{retry}.json"


def result_key(flow: str, run: str, step: str, path: str, result: str) -> str:
    """What the last attempt that committed hands to the scheduler, where that reads it here.

    >>> result_key("TrainFlow", "sfn-x7k2p", "start", "", "width")
    'TrainFlow/runs/sfn-x7k2p/start/-/results/width'
    """
    return f"{task_folder(flow, run, step, path)}/results/{result}"


def log_key(flow: str, run: str, step: str, path: str, attempt: int) -> str:
    """What an attempt printed, where the scheduler keeps it with the artifacts.

    >>> log_key("TrainFlow", "17", "start", "", 0)
    'TrainFlow/runs/17/start/-/logs/0.txt'
    """
    return f"{task_folder(flow, run, step, path)}/logs/{attempt}.txt"


def card_key(flow: str, run: str, step: str, path: str, attempt: int, card: str) -> str:
    """One card of an attempt, a whole HTML page.

    >>> card_key("TrainFlow", "17", "train", "3.0", 0, "default")
    'TrainFlow/runs/17/train/3.0/cards/0-default.html'
    """
    return f"{task_folder(flow, run, step, path)}/cards/{attempt}-{card}.html"


def gang_key(flow: str, run: str, step: str, path: str, round_: str) -> str:
    """The address of member 0 of a gang, whose path it is, where it is on other machines.

    >>> gang_key("TrainFlow", "argo-x7k2p", "train", "0", "1")
    'TrainFlow/runs/argo-x7k2p/train/0/address-1'
    """
    return f"{task_folder(flow, run, step, path)}/address-{round_}"


def run_key(flow: str, run: str) -> str:
    """The record of a run: who started it, when, with which tags. Written before any task.

    >>> run_key("TrainFlow", "17")
    'TrainFlow/runs/17/run.json'
    """
    return f"{run_folder(flow, run)}/run.json"


def end_key(flow: str, run: str) -> str:
    """How a run ended, where a scheduler of flowc's own ran it.

    >>> end_key("TrainFlow", "17")
    'TrainFlow/runs/17/end.json'
    """
    return f"{run_folder(flow, run)}/end.json"


def blobs_folder(flow: str) -> str:
    """Where the content of all artifacts of a flow is."""
    return f"{flow}/blobs"


def packages_folder(flow: str) -> str:
    """Where the code packages of a flow are."""
    return f"{flow}/packages"


def environments_folder(flow: str) -> str:
    """Where the package environments of a flow are."""
    return f"{flow}/environments"


def blob_key(flow: str, sha256: str) -> str:
    """Where the content of an artifact is, by its digest.

    >>> blob_key("TrainFlow", "9f86d081884c")
    'TrainFlow/blobs/9f/9f86d081884c'
    """
    return f"{blobs_folder(flow)}/{sha256[:2]}/{sha256}"


def package_key(flow: str, sha256: str) -> str:
    """Where a code package is, a zip, by the digest of its bytes.

    >>> package_key("TrainFlow", "9f86d081884c")
    'TrainFlow/packages/9f86d081884c.zip'
    """
    return f"{packages_folder(flow)}/{sha256}.zip"


def environment_key(flow: str, name: str) -> str:
    """Where a package environment is kept once some task has made it, a zip.

    >>> environment_key("TrainFlow", "pypi-1f9a2b3c-9f86d081-cp312-x86_64-linux-gnu")
    'TrainFlow/environments/pypi-1f9a2b3c-9f86d081-cp312-x86_64-linux-gnu.zip'
    """
    return f"{environments_folder(flow)}/{name}.zip"
