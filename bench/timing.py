"""Clocks: what a call or a whole process takes, in wall time and in processor time."""

from __future__ import annotations

import resource
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    """Repeated runs of one thing, in seconds."""

    wall: tuple[float, ...]
    cpu: tuple[float, ...]

    @property
    def runs(self) -> int:
        """How many times it was run."""
        return len(self.wall)

    @property
    def wall_median(self) -> float:
        """The middle wall time: what a user waits."""
        return statistics.median(self.wall)

    @property
    def wall_best(self) -> float:
        """The shortest wall time: what is left when nothing else disturbs."""
        return min(self.wall)

    @property
    def cpu_median(self) -> float:
        """The middle processor time: less sensitive to what else the machine does."""
        return statistics.median(self.cpu)


def timed(call: Callable[[], object], rounds: int, warm_up: int = 1) -> Timing:
    """Time a call so many times, after some untimed ones. Raises what the call raises."""
    for _ in range(warm_up):
        call()
    wall, cpu = [], []
    for _ in range(rounds):
        wall_before, cpu_before = time.perf_counter(), time.process_time()
        call()
        wall.append(time.perf_counter() - wall_before)
        cpu.append(time.process_time() - cpu_before)
    return Timing(tuple(wall), tuple(cpu))


def timed_process(command: Sequence[str], rounds: int, warm_up: int = 1) -> Timing:
    """Time a command as a whole process. Raises CalledProcessError where it fails: a failed run is no measurement."""
    wall, cpu = [], []
    for number in range(warm_up + rounds):
        wall_before, cpu_before = time.perf_counter(), _cpu_of_children()
        subprocess.run(command, check=True, capture_output=True)
        if number >= warm_up:  # the first run may compile bytecode and fill the disk cache
            wall.append(time.perf_counter() - wall_before)
            cpu.append(_cpu_of_children() - cpu_before)
    return Timing(tuple(wall), tuple(cpu))


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
