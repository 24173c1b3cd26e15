import os
from collections.abc import Iterator

from digest.engine import open_mapper


def who_works(_: int) -> int:
    return os.getpid()


def double(value: int) -> int:
    return 2 * value


def test_one_job_works_in_this_process() -> None:
    with open_mapper(1) as mapper:
        assert set(mapper(who_works, range(3))) == {os.getpid()}


def test_two_jobs_work_elsewhere_and_keep_the_order() -> None:
    with open_mapper(2) as mapper:
        assert list(mapper(double, range(100))) == [2 * value for value in range(100)]
        assert os.getpid() not in set(mapper(who_works, range(8)))


def test_inputs_are_read_ahead_by_a_window_only() -> None:
    read = []

    def inputs() -> Iterator[int]:
        for value in range(1000):
            read.append(value)
            yield value

    with open_mapper(2) as mapper:
        results = iter(mapper(double, inputs()))
        first = next(results)

        assert first == 0
        assert len(read) < 50
