"""A session on a Spark cluster, or why there is none: said in Chinese, and within bounded time.

What an operator sets in spark-defaults.conf or SPARK_CONF_DIR holds; here stands only what the rules need to mean the same as in DuckDB,
and what a single machine needs.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from baozhang import __version__
from baozhang.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pyspark.sql import SparkSession

JAVA: Final = 17
"""The oldest Java that Spark 4 runs on."""

_MEANING: Final = {
    "spark.sql.ansi.enabled": "true",  # an overflow is an error, as in DuckDB, never another figure
    "spark.sql.caseSensitive": "false",
    "spark.sql.requireAllClusterKeysForCoPartition": "false",  # dealt out by document, joined by document and more
    "spark.sql.optimizer.canChangeCachedPlanOutputPartitioning": "false",
}
_ARROW: Final = {
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "64",  # a record may be a whole document
}
_LOCAL: Final = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "4",
}
_CONNECT: Final = 5
"""Seconds within which a master must take a connection."""
_ANSWER: Final = 120
"""Seconds within which a cluster must have run a first, empty task: resource managers take their time to start executors."""


@contextmanager
def spark_session(master: str, settings: Mapping[str, str] | None = None, wait: int = _ANSWER) -> Iterator[SparkSession]:
    """A session on `master`, stopped at the end; `settings` add to and override ours.

    UsageError when pyspark or Java is missing, the master cannot be reached, or no executor of the cluster answers within `wait` seconds.
    """
    _require_packages()
    _require_java()
    _require_master(master)
    session = _started(master, _MEANING | _ARROW | (_LOCAL if is_local(master) else {}) | dict(settings or {}))
    try:
        if not is_local(master):
            _require_executors(session, master, wait)
        yield session
    finally:
        session.stop()


def is_local(master: str) -> bool:
    """Whether the tasks run inside this machine's one process."""
    return re.fullmatch(r"local(\[[^\]]*\])?", master) is not None


def _require_packages() -> None:
    try:
        import pyspark  # noqa: F401, PLC0415  # optional: the extra `spark`
        import sqlglot  # noqa: F401, PLC0415
    except ImportError as error:
        msg = f"没有安装 Spark 所需的 {error.name}。请执行 pip install 'baozhang[spark]'，或去掉 --engine spark。"
        raise UsageError(msg) from error


def _require_java() -> None:
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=str(Path(home) / "bin") if home else None)
    advice = f"请安装 Java {JAVA} 或更高版本，并设置 JAVA_HOME。"
    if java is None:
        where = f"JAVA_HOME（{home}）" if home else "系统路径"
        msg = f"在{where}中没有找到 Java，Spark 不能启动。{advice}"
        raise UsageError(msg)
    try:
        said = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=30, check=False).stderr  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as error:
        msg = f"Java（{java}）不能运行：{error}。{advice}"
        raise UsageError(msg) from error
    found = re.search(r'version "(\d+)', said)
    if found is None or int(found[1]) < JAVA:
        msg = f"Java（{java}）的版本是 {found[1] if found else '未知的'}，Spark 不能启动。{advice}"
        raise UsageError(msg)


def _require_master(master: str) -> None:
    """Refuse at once what Spark would only give up after minutes."""
    kind, _, rest = master.partition("://")
    if kind == "yarn" and not (os.environ.get("HADOOP_CONF_DIR") or os.environ.get("YARN_CONF_DIR")):
        raise UsageError("--master yarn 要有环境变量 HADOOP_CONF_DIR 或 YARN_CONF_DIR，指向集群的配置文件夹。")
    if kind == "spark":
        troubles = [_trouble(*_host_and_port(one, master)) for one in rest.split(",")]
        if all(troubles):
            msg = f"连接不上 Spark 主节点 {master}：{troubles[0]}。请检查地址和端口，以及主节点是否已启动。"
            raise UsageError(msg)
    elif not (kind in {"yarn", "k8s"} or is_local(master) or master.startswith(("local-cluster[", "local["))):
        msg = f"不认识的 --master：{master}。可以是 local[*]、local[2]、spark://主机:7077、yarn 或 k8s://https://主机:端口。"
        raise UsageError(msg)


def _host_and_port(address: str, master: str) -> tuple[str, int]:
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal():
        msg = f"--master 的地址不完整：{master}。应为 spark://主机:端口，例如 spark://10.0.0.1:7077。"
        raise UsageError(msg)
    return host, int(port)


def _trouble(host: str, port: int) -> str:
    """Why nothing listens there; empty when something does."""
    try:
        with socket.create_connection((host, port), timeout=_CONNECT):
            return ""
    except TimeoutError:
        return f"{_CONNECT} 秒内没有应答"
    except (OSError, OverflowError, UnicodeError) as error:
        return getattr(error, "strerror", None) or str(error)


def _started(master: str, settings: Mapping[str, str]) -> SparkSession:
    from pyspark.errors import PySparkException  # noqa: PLC0415  # optional: the extra `spark`
    from pyspark.sql import SparkSession  # noqa: PLC0415

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # the executors' Python: the one at our own path unless another is named
    builder = SparkSession.builder.master(master).appName("baozhang")
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except Exception as error:  # Java's own exceptions reach us as one of py4j's many kinds
        kind = "" if isinstance(error, PySparkException) else f"{type(error).__name__}："
        msg = f"Spark 未能在 {master} 上启动。{kind}{str(error).splitlines()[0]}"
        raise UsageError(msg) from error
    session.sparkContext.setLogLevel("OFF" if is_local(master) else "ERROR")
    return session


def _require_executors(session: SparkSession, master: str, wait: int) -> None:
    """Run one empty task on the cluster: it must come back, from the same version of this package."""
    context = session.sparkContext
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(lambda: context.parallelize([0], 1).map(_version_there).collect())
        try:
            (there,) = asked.result(wait)
        except TooLate:
            context.cancelAllJobs()
            msg = f"集群 {master} 在 {wait} 秒内没有分配到可用的执行器。请检查集群是否还有空闲的内存和处理器。"
            raise UsageError(msg) from None
        except Exception as error:
            msg = (
                f"集群 {master} 的执行器不能运行 baozhang：{cause_of(error)}。"
                "请在各节点安装同一版本，或用 --archives 分发环境（见 docs/guide/spark.md）。"
            )
            raise UsageError(msg) from error
    if there != __version__:
        msg = f"集群 {master} 的执行器上是 baozhang {there}，这里是 {__version__}。请装成同一版本。"
        raise UsageError(msg)


def _version_there(_: int) -> str:
    from baozhang import __version__ as there  # noqa: PLC0415  # imported on the executor

    return there


def cause_of(error: Exception) -> str:
    """The line of a worker's traceback that says what went wrong."""
    lines = [line.strip(" \t:") for line in str(error).splitlines() if re.match(r"[\s:]*(\w+[.])*\w*(Error|Exception)\b", line)]
    return lines[-1] if lines else type(error).__name__
