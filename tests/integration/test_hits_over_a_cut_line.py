from pathlib import Path

from tests.benchmarks.hit_flow import hits_over_a_cut_line

CUTS = 40  # a thousand by `python -m tests.benchmarks hits`


def test_every_hit_comes_exactly_once_however_often_the_line_is_cut(tmp_path: Path) -> None:
    acknowledged, missing, double, cuts = hits_over_a_cut_line(tmp_path, CUTS)
    assert (missing, double, cuts) == (0, 0, CUTS)
    assert acknowledged > CUTS
