"""Sizes, durations and times."""

from metaflow import FlowSpec, batch, kubernetes, resources, retry, schedule, step, timeout


class Step1(FlowSpec):
    @resources(cpu="four")  # E: FC601 "`four` cannot stand here"
    @step
    def start(self):
        pass


class Step2(FlowSpec):
    @resources(cpu=-1)  # E: FC601 "the number of processors must be above 0"
    @step
    def start(self):
        pass


class Step3(FlowSpec):
    @resources(cpu=0)  # E: FC601 "the number of processors must be above 0"
    @step
    def start(self):
        pass


class Step4(FlowSpec):
    @resources(cpu="")  # E: FC601 "the text is empty"
    @step
    def start(self):
        pass


class Step5(FlowSpec):
    @resources(cpu="0.0001")
    @step
    def start(self):
        pass


class Step6(FlowSpec):
    @resources(cpu=[4])  # E: FC601 "a value of type `list` is not a number"
    @step
    def start(self):
        pass


class Step7(FlowSpec):
    @resources(cpu=True)  # E: FC601 "`True` is not a number"
    @step
    def start(self):
        pass


class Step8(FlowSpec):
    @kubernetes(cpu="500 mm")  # E: FC601 "`mm` is no unit of processors"
    @step
    def start(self):
        pass


class Step9(FlowSpec):
    @resources(memory="16 gigabytes")  # E: FC602 "`gigabytes` is no unit of size"
    @step
    def start(self):
        pass


class Step10(FlowSpec):
    @resources(memory="Gi16")  # E: FC602 "`Gi` cannot stand here"
    @step
    def start(self):
        pass


class Step11(FlowSpec):
    @resources(memory="")  # E: FC602 "the text is empty"
    @step
    def start(self):
        pass


class Step12(FlowSpec):
    @resources(memory=0)  # E: FC602 "a size must be above 0"
    @step
    def start(self):
        pass


class Step14(FlowSpec):
    @resources(memory="1.5.2Gi")  # E: FC602 "`.2` cannot stand here"
    @step
    def start(self):
        pass


class Step15(FlowSpec):
    @kubernetes(disk="100XB")  # E: FC602 "`XB` is no unit of size"
    @step
    def start(self):
        pass


class Step17(FlowSpec):
    @resources(memory=True)  # E: FC602 "`True` is not a number"
    @step
    def start(self):
        pass


class Step18(FlowSpec):
    @resources(shared_memory="64Kb")
    @step
    def start(self):
        pass


class Step19(FlowSpec):
    @kubernetes(tmpfs_size="1m")  # E: FC602 "to Kubernetes `m` means thousandths of a byte"
    @step
    def start(self):
        pass


class Step20(FlowSpec):
    @resources(gpu=1.5)  # E: FC603 "`1.5` is not a whole number"
    @step
    def start(self):
        pass


class Step21(FlowSpec):
    @resources(gpu="one")  # E: FC603 "`one` cannot stand here"
    @step
    def start(self):
        pass


class Step22(FlowSpec):
    @resources(gpu=-1)  # E: FC603 "`-1` is less than 0"
    @step
    def start(self):
        pass


class Step23(FlowSpec):
    @resources(gpu="1 A100")  # E: FC603 "`100` cannot stand here"
    @step
    def start(self):
        pass


class Step24(FlowSpec):
    @retry(times="3 times")  # E: FC603 "a count has no unit, but here is `times`"
    @step
    def start(self):
        pass


class Step25(FlowSpec):
    @timeout(minutes=-5)  # E: FC604 "a duration cannot be below 0"
    @step
    def start(self):
        pass


class Step26(FlowSpec):
    @timeout(seconds=0.5)  # E: FC604 "a duration is counted in whole seconds"
    @step
    def start(self):
        pass


class Step27(FlowSpec):
    @timeout(hours="1h 30 mins 5 fortnights")  # E: FC604 "`fortnights` is no unit of time"
    @step
    def start(self):
        pass


class Step28(FlowSpec):
    @timeout(minutes="")  # E: FC604 "the text is empty"
    @step
    def start(self):
        pass


class Step29(FlowSpec):
    @timeout(seconds=True)  # E: FC604 "`True` is not a number"
    @step
    def start(self):
        pass


class Step30(FlowSpec):
    @retry(minutes_between_retries="soon")  # E: FC604 "`soon` cannot stand here"
    @step
    def start(self):
        pass


class Step31(FlowSpec):
    @timeout(minutes="5 m m")  # E: FC604 "`m` cannot stand here"
    @step
    def start(self):
        pass


class Step32(FlowSpec):
    @kubernetes(extended_resources={"vendor.example/fpga": "1 piece"})  # E: FC606 "`piece` is no suffix of quantities"
    @step
    def start(self):
        pass


class Step33(FlowSpec):
    @kubernetes(extended_resources={"vendor.example/fpga": -1})  # E: FC606 "a quantity cannot be below 0"
    @step
    def start(self):
        pass


class Step34(FlowSpec):
    @batch(max_swap="lots")  # E: FC602 "`lots` cannot stand here"
    @step
    def start(self):
        pass


@schedule(cron="60 * * * *")  # E: FC605 "60 is no minute"
class Flow35(FlowSpec):
    @step
    def start(self):
        pass


@schedule(cron="* * 0 * *")  # E: FC605 "0 is no day of the month"
class Flow36(FlowSpec):
    @step
    def start(self):
        pass


@schedule(cron="* * 32 * *")  # E: FC605 "32 is no day of the month"
class Flow37(FlowSpec):
    @step
    def start(self):
        pass


@schedule(cron="* * * 13 *")  # E: FC605 "13 is no month"
class Flow38(FlowSpec):
    @step
    def start(self):
        pass


@schedule(cron="* * * * 8")  # E: FC605 "8 is no day of the week"
class Flow39(FlowSpec):
    @step
    def start(self):
        pass


@schedule(cron="* * * jam *")  # E: FC605 "`jam` is no month"
class Flow40(FlowSpec):
    @step
    def start(self):
        pass


@schedule(cron="* * * * mom")  # E: FC605 "`mom` is no day of the week"
class Flow41(FlowSpec):
    @step
    def start(self):
        pass


@schedule(cron="*/0 * * * *")  # E: FC605 "a step of 0 does not fit into the 60 values of the minute"
class Flow42(FlowSpec):
    @step
    def start(self):
        pass


@schedule(cron="5-1 * * * *")  # E: FC605 "the range runs backwards"
class Flow43(FlowSpec):
    @step
    def start(self):
        pass


@schedule(cron="1,,2 * * * *")  # E: FC605 "`,` cannot stand here"
class Flow44(FlowSpec):
    @step
    def start(self):
        pass


@schedule(cron="@yearly please")  # E: FC605 "`@yearly please` names no schedule"
class Flow45(FlowSpec):
    @step
    def start(self):
        pass


@schedule(cron="@fortnightly")  # E: FC605 "`@fortnightly` names no schedule"
class Flow46(FlowSpec):
    @step
    def start(self):
        pass


@schedule(cron="* * * * * * *")  # E: FC605 "a cron expression has five or six fields, not 7"
class Flow47(FlowSpec):
    @step
    def start(self):
        pass


@schedule(cron="")
class Flow48(FlowSpec):
    @step
    def start(self):
        pass


@schedule(cron="0 6 ? * *")
class Flow49(FlowSpec):
    @step
    def start(self):
        pass


@schedule(cron="0 6 * * MON *")
class Flow50(FlowSpec):
    @step
    def start(self):
        pass


@schedule(cron="0 6 ? * 2#6 *")  # E: FC605 "no month has a week 6"
class Flow52(FlowSpec):
    @step
    def start(self):
        pass


@schedule(cron="0 6 L,3 * ? *")  # E: FC605 "`L` must stand alone in its field"
class Flow53(FlowSpec):
    @step
    def start(self):
        pass


@schedule(cron="0 6 1W,2 * ? *")  # E: FC605 "`1W` must stand alone in its field"
class Flow54(FlowSpec):
    @step
    def start(self):
        pass


@schedule(cron="0 6 ? * 0 *")  # E: FC605 "0 is no day of the week"
class Flow55(FlowSpec):
    @step
    def start(self):
        pass


@schedule(cron="0 6 * * 1969")  # E: FC605 "1969 is no day of the week"
class Flow56(FlowSpec):
    @step
    def start(self):
        pass


@schedule(cron="a b c d e")  # E: FC605 "`a` is no minute"
class Flow57(FlowSpec):
    @step
    def start(self):
        pass


@schedule(cron="0 6 * * ١")  # E: FC605 "`١` cannot stand here"
class Flow58(FlowSpec):
    @step
    def start(self):
        pass


@schedule(cron=6)  # E: FC212 "`cron` of `@schedule` takes a text, and this is the number `6`"
class Flow59(FlowSpec):
    @step
    def start(self):
        pass


@schedule(cron=None)
class Flow60(FlowSpec):
    @step
    def start(self):
        pass
