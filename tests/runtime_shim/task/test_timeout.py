from __future__ import annotations

import signal
import threading

import pytest

from runtime_shim.authoring.decorators import Decoration
from runtime_shim.exceptions import MetaflowException, TimeoutException
from runtime_shim.task.timeout import time_limit


def timeout(**arguments: object) -> Decoration:
    return Decoration("timeout", arguments)


def test_it_interrupts_the_block(capsys: pytest.CaptureFixture[str]) -> None:
    message = "Step train timed out after 0 hours, 0 minutes, 1 seconds"
    with (
        pytest.raises(TimeoutException, match=message) as caught,
        time_limit("train", timeout(seconds="1")),
    ):
        signal.pause()
    assert "test_timeout.py" in str(caught.value)
    assert capsys.readouterr().out == f"{message}\n"
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


def test_the_units_add_up() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with time_limit("train", timeout(hours=1, minutes="2", seconds=3)):
        assert 3722 < signal.getitimer(signal.ITIMER_REAL)[0] <= 3723
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0
    assert signal.getsignal(signal.SIGALRM) == before


def test_it_needs_a_time() -> None:
    with pytest.raises(MetaflowException, match="needs a time"), time_limit("train", timeout()):
        pass


def test_it_needs_the_main_thread() -> None:
    raised: list[Exception] = []

    def limit() -> None:
        try:
            with time_limit("train", timeout(seconds=1)):
                pass
        except MetaflowException as error:
            raised.append(error)

    thread = threading.Thread(target=limit)
    thread.start()
    thread.join()
    assert "main thread" in str(raised[0])
