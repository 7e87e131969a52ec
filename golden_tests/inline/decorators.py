"""Arguments of decorators, and their values."""

from metaflow import (
    FlowSpec,
    batch,
    card,
    catch,
    conda,
    environment,
    exit_hook,
    kubernetes,
    project,
    pypi,
    resources,
    retry,
    schedule,
    secrets,
    step,
    timeout,
    trigger,
    trigger_on_finish,
)

from company_tools import notify, retyr

SIZES = {"cpu": 4, "memroy": 16000}
NUMBERS = {1: 2}


class UnknownInMapping(FlowSpec):
    @resources(**SIZES)  # E: FC205 "`@resources` has no argument `memroy`; did you mean `memory`?"
    @step
    def start(self):
        pass


class NumberAsName(FlowSpec):
    @resources(**NUMBERS)  # E: FC208 "`**` needs a mapping with texts as keys, and this is a dict"
    @step
    def start(self):
        pass


class MemoryOfRetry(FlowSpec):
    @retry(times=2, memory=100)  # E: FC205 "`@retry` has no argument `memory`"
    @step
    def start(self):
        pass


class CardPositional(FlowSpec):
    @card("html")  # E: FC206 "`@card` takes no argument without a name"
    @step
    def start(self):
        pass


class TimeoutPositional(FlowSpec):
    @timeout(60)  # E: FC206 "`@timeout` takes no argument without a name"
    @step
    def start(self):
        pass


class CatchName(FlowSpec):
    @catch(var="the error")  # E: FC218 "`the error` is not a valid name of an artifact"
    @step
    def start(self):
        pass


class CatchFlag(FlowSpec):
    @catch(var="error", print_exception="no")  # E: FC212 "`print_exception` of `@catch` takes `True` or `False`, and this"
    @step
    def start(self):
        pass


class ImageNumber(FlowSpec):
    @kubernetes(image=3.12)  # E: FC212 "`image` of `@kubernetes` takes a text, and this is the number"
    @step
    def start(self):
        pass


class ImageEmptyList(FlowSpec):
    @kubernetes(image=["python:3.12"])  # E: FC212 "`image` of `@kubernetes` takes a text, and this is a list"
    @step
    def start(self):
        pass


class SecretsText(FlowSpec):
    @secrets(sources="db")  # E: FC212 "`sources` of `@secrets` takes a list, and this is the text `db`"
    @step
    def start(self):
        pass


class SecretsWithoutId(FlowSpec):
    @secrets(sources=[{"type": "aws-secrets-manager"}])  # E: FC216 "`sources` of `@secrets` has no `id` here"
    @step
    def start(self):
        pass


class SecretsEntry(FlowSpec):
    @secrets(sources=[{"id": "db", "rolle": "arn"}])  # E: FC215 "`sources` of `@secrets` has no entry `rolle`; did you mean"
    @step
    def start(self):
        pass


class SecretsType(FlowSpec):
    @secrets(sources=["gcp-secrets-manager.db"])  # E: FC213 "`sources` of `@secrets` does not take `gcp-secrets-manager`; did you mean `gcp-secret-manager`?"
    @step
    def start(self):
        pass


class SecretsTypeInDict(FlowSpec):
    @secrets(sources=[{"type": "vault", "id": "db"}])  # E: FC213 "`sources` of `@secrets` does not take `vault`"
    @step
    def start(self):
        pass


class VariablesList(FlowSpec):
    @environment(vars=["MODE=fast"])  # E: FC212 "`vars` of `@environment` takes a dict, and this is a list"
    @step
    def start(self):
        pass


class VariableName(FlowSpec):
    @environment(vars={"MODE=fast": "yes"})  # E: FC218 "`MODE=fast` is not a valid name of a variable"
    @step
    def start(self):
        pass


class VariableNumberName(FlowSpec):
    @environment(vars={1: "yes"})  # E: FC212 "`vars` of `@environment` takes texts as keys, and this is"
    @step
    def start(self):
        pass


class VariableNone(FlowSpec):
    @environment(vars={"MODE": None})  # W: FC220 "`MODE` is None: the step does not get it"
    @step
    def start(self):
        pass


class VariablesMisspelt(FlowSpec):
    @environment(var={"MODE": "fast"})  # E: FC205 "`@environment` has no argument `var`; did you mean `vars`?"
    @step
    def start(self):
        pass


class TolerationOperator(FlowSpec):
    @kubernetes(tolerations=[{"key": "gpu", "operator": "exists"}])  # E: FC213 "`tolerations` of `@kubernetes` does not take `exists`; did you"
    @step
    def start(self):
        pass


class TolerationWithoutKey(FlowSpec):
    @kubernetes(tolerations=[{"operator": "Equal", "value": "gpu"}])  # E: FC231 "a toleration without a key needs `Exists`"
    @step
    def start(self):
        pass


class TolerationSeconds(FlowSpec):
    @kubernetes(tolerations=[{"key": "gpu", "operator": "Exists", "toleration_seconds": 60}])  # E: FC231 "a toleration with `toleration_seconds` needs the effect"
    @step
    def start(self):
        pass


class TolerationDict(FlowSpec):
    @kubernetes(tolerations={"key": "gpu", "operator": "Exists"})  # E: FC212 "`tolerations` of `@kubernetes` takes a list of dicts, and this"
    @step
    def start(self):
        pass


class LabelKey(FlowSpec):
    @kubernetes(labels={"-team": "churn"})  # E: FC218 "`-team` is not a valid Kubernetes key"
    @step
    def start(self):
        pass


class LabelNumber(FlowSpec):
    @kubernetes(labels={"cost-centre": 4711})  # E: FC212 "`labels` of `@kubernetes` takes texts, and this is the number"
    @step
    def start(self):
        pass


class SelectorTwice(FlowSpec):
    @kubernetes(node_selector="pool=gpu,pool=cpu")  # E: FC217 "`pool` stands twice in `node_selector` of `@kubernetes`"
    @step
    def start(self):
        pass


class ClaimRelative(FlowSpec):
    @kubernetes(persistent_volume_claims={"models": "mnt/models"})  # E: FC218 "`mnt/models` is not a valid path"
    @step
    def start(self):
        pass


class VendorUnknown(FlowSpec):
    @kubernetes(gpu=1, gpu_vendor="nvida")  # E: FC213 "`gpu_vendor` of `@kubernetes` does not take `nvida`; did you"
    @step
    def start(self):
        pass


class ServiceUnknown(FlowSpec):
    @kubernetes(qos="best-effort")  # E: FC213 "`qos` of `@kubernetes` does not take `best-effort`"
    @step
    def start(self):
        pass


class ContextEntry(FlowSpec):
    @kubernetes(security_context={"run_as_usr": 1000})  # E: FC215 "`security_context` of `@kubernetes` has no entry `run_as_usr`;"
    @step
    def start(self):
        pass


class TmpfsPathAlone(FlowSpec):
    @kubernetes(tmpfs_path="/scratch")  # W: FC211 "`tmpfs_path` of `@kubernetes` has no effect here"
    @step
    def start(self):
        pass


class PortZero(FlowSpec):
    @kubernetes(port=0)  # E: FC603 "`0` is less than 1"
    @step
    def start(self):
        pass


class BatchAccelerators(FlowSpec):
    @batch(inferentia=1, trainium=1)  # E: FC210 "`@batch` takes `trainium` or `inferentia`, not both"
    @step
    def start(self):
        pass


class BatchSwappiness(FlowSpec):
    @batch(swappiness=101)  # E: FC214 "`swappiness` of `@batch` is from 0 to 100"
    @step
    def start(self):
        pass


class BatchTag(FlowSpec):
    @batch(aws_batch_tags={"aws:owner": "churn"})  # E: FC218 "`aws:owner` is not a valid key of an AWS tag"
    @step
    def start(self):
        pass


class BatchLog(FlowSpec):
    @batch(log_options=["awslogs-group"])  # E: FC232 "`awslogs-group` has no `:` between a name and a value"
    @step
    def start(self):
        pass


class CondaVersion(FlowSpec):
    @conda(packages={"python": 3.1})  # E: FC212 "`packages` of `@conda` takes texts, and this is the number `3.1`"
    @step
    def start(self):
        pass


class PypiPosition(FlowSpec):
    @pypi({"pandas": "2.2.3"})  # E: FC206 "`@pypi` takes no argument without a name"
    @step
    def start(self):
        pass


class CardTwice(FlowSpec):
    @card(id="report")
    @card(id="report")  # W: FC226 "another card of this step has the id `report`"
    @step
    def start(self):
        pass


class CardIdWithHyphen(FlowSpec):
    @card(id="my-report")  # W: FC225 "`current.card["my-report"]` will not find this card"
    @step
    def start(self):
        pass


class RetryTwice(FlowSpec):
    @retry
    @retry(times=1)  # E: FC201 "`@retry` stands here a second time"
    @step
    def start(self):
        pass


class RetryFlag(FlowSpec):
    @retry(times=True)  # E: FC603 "`True` is not a number"
    @step
    def start(self):
        pass


class OnMethod(FlowSpec):
    @step
    def start(self):
        self.report()

    @timeout(minutes=5)  # E: FC204 "`@timeout` is on a method that is no step"
    def report(self):
        pass


@retry(times=1)  # E: FC202 "`@retry` is a decorator of steps"
class OnFlow(FlowSpec):
    @step
    def start(self):
        pass


class OnStep(FlowSpec):
    @trigger(event="rows")  # E: FC202 "`@trigger` is a decorator of flows"
    @step
    def start(self):
        pass


@project(name="churn", production="maybe")  # E: FC212 "`production` of `@project` takes `True` or `False`, and this is"
class ProjectFlag(FlowSpec):
    @step
    def start(self):
        pass


@project(name="churn", branch="feature/x")  # E: FC218 "`feature/x` is not a valid name of a branch"
class ProjectBranch(FlowSpec):
    @step
    def start(self):
        pass


@project(nam="churn")  # E: FC205 "`@project` has no argument `nam`; did you mean `name`?"
class ProjectMisspelt(FlowSpec):
    @step
    def start(self):
        pass


@schedule(hourly=True, weekly=True)  # E: FC210 "`@schedule` takes `hourly` or `weekly`, not both"
class TwoTimes(FlowSpec):
    @step
    def start(self):
        pass


@schedule(daily=True, timezone="Berlin")  # E: FC227 "there is no time zone `Berlin`; did you mean `Europe/Berlin`?"
class TimezoneCity(FlowSpec):
    @step
    def start(self):
        pass


@schedule(daily="yes")  # E: FC212 "`daily` of `@schedule` takes `True` or `False`, and this is"
class ScheduleText(FlowSpec):
    @step
    def start(self):
        pass


@schedule(dayly=True)  # E: FC205 "`@schedule` has no argument `dayly`; did you mean `daily`?"
class ScheduleMisspelt(FlowSpec):
    @step
    def start(self):
        pass


@trigger(events="rows")  # E: FC212 "`events` of `@trigger` takes a list, and this is the text `rows`"
class EventsText(FlowSpec):
    @step
    def start(self):
        pass


@trigger(event=42)  # E: FC212 "`event` of `@trigger` takes a text or a dict, and this is"
class EventNumber(FlowSpec):
    @step
    def start(self):
        pass


@trigger(event={"name": "rows", "parameter": {"day": "date"}})  # E: FC215 "`event` of `@trigger` has no entry `parameter`; did you mean"
class EventEntry(FlowSpec):
    @step
    def start(self):
        pass


@trigger(event={"name": "rows", "parameters": ["day", "Day"]})  # E: FC217 "`Day` stands twice in `event` of `@trigger`"
class EventParameterTwice(FlowSpec):
    @step
    def start(self):
        pass


@trigger(event="rows", options={"reset": "daily"})  # E: FC215 "`options` of `@trigger` has no entry `reset`; did you mean"  # E: FC710 "`@trigger` needs an event source"
class EventOption(FlowSpec):
    @step
    def start(self):
        pass


@trigger(event="rows", options={"reset_at": {"timezone": "UTC"}})  # E: FC216 "`options` of `@trigger` has no `cron` here"  # E: FC710 "`@trigger` needs an event source"
class ResetWithoutCron(FlowSpec):
    @step
    def start(self):
        pass


@trigger_on_finish  # E: FC228 "`@trigger_on_finish` names no flow"
class FinishOfNothing(FlowSpec):
    @step
    def start(self):
        pass


@trigger_on_finish(flow="churn.LoadFlow")  # E: FC229 "`churn.LoadFlow` names no flow"
class FinishWithoutBranch(FlowSpec):
    @step
    def start(self):
        pass


@trigger_on_finish(flows=["LoadFlow", "LoadFlow"])  # E: FC217 "`LoadFlow` stands twice in `flows` of `@trigger_on_finish`"
class FinishTwice(FlowSpec):
    @step
    def start(self):
        pass


@trigger_on_finish(flow={"project": "churn"})  # E: FC216 "`flow` of `@trigger_on_finish` has no `name` here"
class FinishWithoutName(FlowSpec):
    @step
    def start(self):
        pass


@exit_hook(on_success="tell")  # E: FC212 "`on_success` of `@exit_hook` takes a list, and this is the text"
class HookText(FlowSpec):
    @step
    def start(self):
        pass


@exit_hook(on_failure=["tell"])  # E: FC205 "`@exit_hook` has no argument `on_failure`"
class HookMisspelt(FlowSpec):
    @step
    def start(self):
        pass


@exit_hook(on_error=["chat.tell"], options={"img": "python:3.12"})  # E: FC215 "`options` of `@exit_hook` has no entry `img`; did you mean"
class HookOption(FlowSpec):
    @step
    def start(self):
        pass


class NotOfMetaflow(FlowSpec):
    @notify(channel="ops")  # W: FC200 "flowc does not look into `@notify`"
    @step
    def start(self):
        pass


class NearlyOfMetaflow(FlowSpec):
    @retyr(times=3)  # W: FC200 "flowc does not look into `@retyr`"
    @step
    def start(self):
        pass


@notify  # W: FC200 "flowc does not look into `@notify`"
class FlowNotOfMetaflow(FlowSpec):
    @step
    def start(self):
        pass
