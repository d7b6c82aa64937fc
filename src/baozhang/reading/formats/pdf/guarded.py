"""Work on a file that may be hostile, in a process of its own: it ends within bounds of time and memory, whatever the file makes of it."""

from __future__ import annotations

from multiprocessing import get_context
from typing import TYPE_CHECKING, Final, TypeVar

from baozhang.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

_Result = TypeVar("_Result")
_START: Final = 20
"""Seconds that the start of a process may take, on a busy machine."""
_MEMORY: Final = 3 * 1024 * 1024 * 1024
"""Address space of the process in bytes; an ordinary PDF of a thousand pages takes a tenth of it."""


def guarded(work: Callable[[bytes, str], _Result], raw: bytes, file: str, seconds: int) -> _Result:
    """The result of `work(raw, file)` done in a process of its own, which may take so much time and memory and no more.

    `work` must be a function of a module, its result something that can be pickled. InputError when it does not end, or ends badly.
    """
    context = get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(sender, work, raw, file, seconds), daemon=True)
    process.start()
    sender.close()
    try:
        if not receiver.poll(seconds + _START):
            raise _overrun(file)
        outcome = receiver.recv()
    except EOFError as error:
        raise _overrun(file) from error
    finally:
        process.kill()
        process.join()
        receiver.close()
    if isinstance(outcome, InputError):
        raise outcome
    result: _Result = outcome
    return result


def _overrun(file: str) -> InputError:
    return InputError(
        file, "PDF 文件的内容异常膨胀或互相嵌套，无法在限定的时间和内存内读取", "请确认文件来源，用原来的 Word 文件重新导出后再检查。"
    )


def _run(sender: Connection, work: Callable[[bytes, str], _Result], raw: bytes, file: str, seconds: int) -> None:
    """The other process: bounds set, the work done, its result or its InputError sent; anything else ends it without a word."""
    _bound(seconds)
    outcome: _Result | InputError
    try:
        outcome = work(raw, file)
    except InputError as error:
        outcome = error
    sender.send(outcome)
    sender.close()


def _bound(seconds: int) -> None:
    """Set the bounds where the system has them (not on Windows, where the waiting process ends the work in time)."""
    try:
        import resource  # noqa: PLC0415
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
