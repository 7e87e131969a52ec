"""What one trivial step costs as a cluster runs it: a fresh process, its code from S3.

Both sides have their dependencies in the image; what differs is what the container runs. The
step reads one artifact of the step before, and stores one.
"""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from pathlib import Path

import yaml

from benchmarks.flows import counter
from benchmarks.measure import median, run
from benchmarks.metaflow_pod import MetaflowPods
from benchmarks.store import BUCKET
from benchmarks.table import show, target
from tests.containers import Cluster
from tests.ways import WAYS, cluster

_FLOW = "CounterFlow"
_CPU_SECONDS = 0.5
_ROUNDS = 5


def cold_start(folder: Path, flowc: Path, metaflow: Path, variables: Mapping[str, str]) -> bool:
    """The step in the middle, in each of the three ways to the runtime, and by Metaflow."""
    script = folder / "counter.py"
    script.write_text(counter())
    (folder / "flowc.toml").touch()
    costs = {way: _flowc(way, folder, flowc, variables) for way in WAYS}
    pods = MetaflowPods.export(script, _FLOW, metaflow, variables)
    pods.run("start", None, "pod-start")
    theirs = median([pods.run("middle", "start", f"pod-{number}") for number in range(_ROUNDS)])
    print("\nOne step in a container of its own, without the container\n")
    print(f"{'flowc, the runtime':34}{'cpu s':>8}")
    for way, cpu in costs.items():
        print(f"{way:34}{cpu:8.2f}")
    print()
    show({"metaflow, with what it installs": theirs})
    return all(
        [
            target("one step, CPU seconds", costs["baked"], _CPU_SECONDS),
            target("one step, CPU seconds to Metaflow's", costs["baked"] / theirs.cpu, 1 / 4),
        ]
    )


def _flowc(way: str, folder: Path, flowc: Path, variables: Mapping[str, str]) -> float:
    """CPU seconds of the median task; each has a cache of its own, as containers do."""
    settings = WAYS[way]
    datastore = f"s3://{BUCKET}/flowc"
    options = ["--datastore", datastore, "--set", f"runtime={way}"]
    if settings.runtime_image is not None:
        options += ["--set", f"runtime-image={settings.runtime_image}"]
    output = folder / way
    run(
        [str(flowc), "compile", "counter.py", "--target", "argo", "--output", way, *options],
        folder,
        variables,
    )
    run([str(flowc), "upload", "counter.py", *options], folder, variables)
    (file,) = output.glob("*.yaml")
    document = yaml.safe_load(file.read_text())
    spent = []
    for number in range(_ROUNDS):
        nodes = _nodes(way, folder / f"{way}-{number}", variables)
        done = nodes.run(document, name=f"{way}{number}")
        assert done.phase == "Succeeded", done.output()
        spent.append(done.containers[1].cpu_seconds)
    return statistics.median(spent)


def _nodes(way: str, folder: Path, variables: Mapping[str, str]) -> Cluster:
    folder.mkdir()
    nodes = cluster(way, folder)
    nodes.fresh_nodes = True
    names = ("METAFLOW_S3_ENDPOINT_URL", "AWS_")
    nodes.environment.update(
        {name: value for name, value in variables.items() if name.startswith(names)}
    )
    return nodes
