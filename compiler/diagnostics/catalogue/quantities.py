"""Quantities, durations and cron expressions: FC601-FC606."""

from __future__ import annotations

from compiler.diagnostics.diagnostic import Diagnostic


class BadQuantity(Diagnostic):
    """The base of what follows: the parser of each kind says what is wrong and what is right."""

    label = "{problem}"
    help = "{hint}"
    problem: str
    hint: str


class BadCpu(BadQuantity):
    """The number of processors cannot be read.

    It is a number of cores, or a text that ends in `m` for thousandths of a core. All of
    these are right:

        @resources(cpu=2)
        @resources(cpu=0.5)
        @kubernetes(cpu="500m")
    """

    code = "FC601"
    title = "not a number of processors"


class BadSize(BadQuantity):
    """The size of memory, disk or a volume cannot be read.

    A number counts megabytes (for `tmpfs_size`, `shared_memory` and `max_swap`: MiB, for
    `ephemeral_storage`: GiB). A text may name its unit: `k`, `M`, `G`, `T` count in
    thousands, `Ki`, `Mi`, `Gi`, `Ti` in steps of 1024. All of these are right:

        @resources(memory=16000)
        @kubernetes(memory="16Gi", disk="100 GB")
    """

    code = "FC602"
    title = "not a size"


class BadCount(BadQuantity):
    """A whole number was expected. A text that holds one will do as well:

    @resources(gpu=4)
    @retry(times="3")
    """

    code = "FC603"
    title = "not a whole number"


class BadDuration(BadQuantity):
    """The duration cannot be read.

    A number counts the unit that the argument is named for. A text may carry its own
    units. It must come to a whole number of seconds. All of these are right:

        @timeout(minutes=90)
        @timeout(hours=1, minutes=30)
        @timeout(seconds="1h30m")
    """

    code = "FC604"
    title = "not a duration"


class BadCron(BadQuantity):
    """The cron expression cannot be read.

    Five fields are standard cron: minute, hour, day of the month, month, day of the week
    with Sunday as 0. Six fields are the dialect of AWS: the same with the year at the
    end, Sunday as 1, and also `L`, `W` and `#`. Names such as `MON` and `JAN` mean the
    same in both. All of these are right:

        @schedule(cron="30 6 * * mon-fri")
        @schedule(cron="30 6 ? * MON-FRI *")
        @schedule(cron="@weekly")
    """

    code = "FC605"
    title = "not a cron expression"


class BadResource(BadQuantity):
    """The amount of an extended resource cannot be read.

    It is a Kubernetes quantity: a number, possibly with one of the suffixes of
    Kubernetes. For example:

        @kubernetes(extended_resources={"vendor.example/fpga": "1"})
    """

    code = "FC606"
    title = "not a Kubernetes quantity"
