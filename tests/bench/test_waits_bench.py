"""The bench of waits works, and on a small centre the waits are good; figures are for the bench."""

from load_waits import cost, judged
from waits_measure import Asking, lines, measure
from waits_town import town


def test_waits_of_a_small_centre_beat_what_products_show() -> None:
    result = measure(town(50, "calm"), 50, 3, Asking(nth=10, every=2400.0, first_judged=1))
    issue = {n: result.tallies["later", "issue", n] for n in ("line", "centre", "ours", "oracle")}
    assert issue["ours"].count > 50
    assert issue["ours"].mean < 0.6 * issue["line"].mean
    assert issue["ours"].mean < 0.8 * issue["centre"].mean
    assert issue["ours"].mean < 1.5 * issue["oracle"].mean
    assert 0.55 <= result.tallies["later", "live", "ours"].coverage <= 0.98
    assert any("ours" in line for line in lines(result))
    assert {f.target for f in judged(result)} >= {"≤ 0.35", "≤ 0.80", "≤ 1.15", "77–83 %"}


def test_an_estimate_of_everybody_has_a_price() -> None:
    share, against_bare = cost(waiting=60, counters=6)
    assert 0 < float(share.value) < 1
    assert float(against_bare.value) > 1
