from desktop_app.server.limits import PerMinute


class Clock:
    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def test_each_source_has_its_own_budget_and_gets_it_back_after_a_minute() -> None:
    clock = Clock()
    budget = PerMinute(2, clock)
    assert [budget.take("a") for _ in range(3)] == [True, True, False]
    assert budget.take("b")
    clock.now_s = 59.9
    assert not budget.take("a")
    clock.now_s = 60.0
    assert budget.take("a")


def test_memory_is_bounded_by_refusing_new_sources() -> None:
    budget = PerMinute(5, Clock(), most_sources=2)
    assert [budget.take(source) for source in ("a", "b", "c", "a")] == [True, True, False, True]
    assert len(budget._counts) == 2
