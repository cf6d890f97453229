"""Pictures over time on the Python side of the explorer: what is refused, what is said, what is stored."""

from __future__ import annotations

import re
from typing import Any

import pytest

import casekit as ck
from casekit._errors import KitError
from casekit.engine import Explorer as Shown
from casekit.engine import Horizon, Input, Mark, Model, Value, View, elapsed, last, output
from casekit.models.community import CommunityGrowth
from casekit.models.rollout import Rollout
from casekit.widgets import _picture
from casekit.widgets._payload import payload_of


@pytest.fixture(scope="module")
def case() -> Any:
    return ck.load("local-motors")


class Pond(Model):
    weeks = Horizon("week", longest=20, default=8, slider=(0, 60), reason="a test")
    step = Input("week", default=1, fixed=True)
    rain = Input("unit/week", slider=(-9, 9), default=2, reason="a test")
    drain = Input("week", slider=(1, 9), default=3, reason="a test")

    @output("unit", label="Water")
    def water(self) -> Value:
        """What has come in so far."""
        return self.rain * elapsed(self.weeks, self.step)

    @output("unit", label="Water at the end")
    def full(self) -> Value:
        """What there is at the end."""
        return last(self.water)

    explorer = Shown(
        title="?",
        claim="rain",
        answer="full",
        lead="{claim} make",
        headline="{answer}.",
        views=(View(id="water", title="How full?", x="weeks", y="water", x_title="weeks", y_title="water"),),
    )


def over(**how: Any) -> View:
    return View(**{"id": "own", "title": "?", "x": "weeks", "y": "water", "x_title": "", "y_title": "water", **how})


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (
            over(x="rain"),
            'draws water, which has a value for each period, over rain. Draw it over time, with x="weeks"',
        ),
        (over(line="water"), "has water as its level line, and that has a value for each period: name one number."),
        (over(y="full", compare="rain"), "compares rain, and only a picture over time can"),
        (over(compare="weeks"), "compares weeks, which is how far the picture goes"),
        (over(compare="ran"), 'has no input "ran". Did you mean "rain"?'),
        (over(marks=(Mark("rain", "{y}"),)), "marks rain, which is no time."),
        (over(marks=(Mark("lowst", "{y}"),)), 'has no input "lowst". Did you mean "lowest"?'),
        (over(y="full", marks=(Mark("lowest", "{y}"),)), 'has no input "lowest"'),
    ],
)
def test_a_picture_that_cannot_be_drawn_is_refused_in_a_sentence(view: View, said: str) -> None:
    with pytest.raises(KitError, match=re.escape(said)):
        payload_of(Pond(), view=view)


def test_a_horizon_has_a_slider_of_whole_steps_within_its_bounds() -> None:
    row = payload_of(Pond())["inputs"][0]
    assert (row["slider"], row["step"], row["whole"]) == ([1, 20], 1, 1)
    widget = ck.explore(Pond())
    with pytest.raises(KitError, match="a whole number of steps of 1 week, up to 20 weeks"):
        widget.set(weeks=7.5)
    widget.set_state({"values": {"weeks": 7.5, "rain": 3}})
    assert (widget.values["weeks"], widget.values["rain"]) == (8, 3)
    widget.set(weeks=20)
    assert widget.model.full == 60


def test_of_a_series_the_headline_says_where_it_ends() -> None:
    payload = payload_of(Pond(), view=over())
    assert payload["headline"]["output"] == "water"
    assert _picture.headline(payload, Pond()) == "Water at the end: 16 units."
    # A picture of the model's own keeps the model's own words.
    assert payload_of(Pond(), view="water")["headline"]["output"] == "full"


def test_the_headline_of_another_picture_speaks_of_what_it_shows(case: Any) -> None:
    growth = CommunityGrowth.from_case(case, active_share=0.01)
    told = {name: _picture.headline(payload_of(growth, view=name), growth) for name in ("growth", "active")}
    assert told["growth"].startswith("If 50,000 members might ever join, there are about ")
    assert re.fullmatch(r"Members who take part regularly at the end: [0-9,]+\.", told["active"])


def test_a_second_answer_is_told_after_the_first(case: Any) -> None:
    earns, burns = (Rollout.from_case(case, variable_cost=cost, horizon=12) for cost in (47_000, 50_000))
    payload = payload_of(earns, view="cash")
    assert _picture.headline(payload, earns) == (
        "40 factories need about $42 million at the deepest point. The money earns 39% a year."
    )
    assert _picture.headline(payload, burns).endswith("at the deepest point. There is no rate of return.")
    # Where a picture shows it, it is all that is told.
    assert _picture.headline(payload_of(earns, view="rate"), earns) == "The money earns 39% a year."
    assert _picture.headline(payload_of(burns, view="rate"), burns) == "There is no rate of return."
    assert payload_of(Pond())["headline"]["also"] is None
    stored = ck.explore(earns)._repr_mimebundle_()[0]
    assert all("The money earns 39% a year." in stored[kind] for kind in ("text/plain", "text/html"))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"also": "drian"}, 'also names "drian", which is not there.'),
        ({"also": "full"}, "also needs also_text, with {also} in it, and also_missing."),
        ({"also": "full", "also_text": "{full}", "also_missing": "none"}, '"{full}" has a hole that is not filled.'),
    ],
)
def test_a_second_answer_that_cannot_be_told_is_refused(more: dict[str, str], said: str) -> None:
    shown = Shown(title="?", claim="rain", answer="full", lead="{claim} make", headline="{answer}.", **more)
    with pytest.raises(KitError, match=re.escape(said)):
        type("Told", (Pond,), {"explorer": shown})


def sentence(model: Model, view: View) -> str:
    payload = payload_of(model, view=view)
    row = payload["views"][0]
    return _picture.view_sentence(row, _picture.view_data(payload, row, model), model)


def test_what_a_picture_over_time_says() -> None:
    assert sentence(Pond(), over()) == "Water: the line rises from 2 units in week 1 to 16 units in week 8."
    assert sentence(Pond(weeks=1), over()) == "Water: 2 units in week 1."
    assert sentence(Pond(rain=0), over()) == "Water: the line stays at 0 units until week 8."
    level = {"line_text": "enough"}
    assert "Enough (about week 4)." in sentence(Pond(), over(line="7", **level))
    assert "Enough (the line never gets there)." in sentence(Pond(), over(line="70", **level))
    assert "Enough (the line is never below it)." in sentence(Pond(), over(line="1", **level))
    assert "Dry (the line falls below it about week 3)." in sentence(Pond(rain=-2), over(line="-5", line_text="dry"))
    never = {**level, "line_never": "It is never enough."}
    assert sentence(Pond(), over(line="70", **never)).endswith("in week 8. It is never enough.")
    assert "Enough (about week 4)." in sentence(Pond(), over(line="7", **never))
    assert sentence(Pond(), over(y="full", line="700", **never)).endswith(" It is never enough.")
    assert "Three weeks: 6 units." in sentence(Pond(), over(marks=(Mark("drain", "three weeks: {y}"),)))


def test_a_level_that_is_never_reached_is_told_with_its_number() -> None:
    funnel = ck.StageGateFunnel.from_case(ck.load("lego-ideas"))
    payload = payload_of(funnel, view="count")
    row = payload["views"][0]
    told = _picture.view_sentence(row, _picture.view_data(payload, row, funnel), funnel)
    assert told.endswith(" At most 40%. It is at least 11%.")


def test_what_is_counted_is_told_in_whole_ones(case: Any) -> None:
    said = "Water: the line rises from {} in week 1 to {} in week 8."
    for rain, start, end in ((0.1, "less than 1 unit", "less than 1 unit"), (1.3, "1 unit", "10 units")):
        assert sentence(Pond(rain=rain), over()) == said.format(start, end)
    assert "Three weeks: 2 units." in sentence(Pond(rain=0.5), over(marks=(Mark("drain", "three weeks: {y}"),)))
    assert sentence(Pond(rain=0), over()).endswith("stays at 0 units until week 8.")
    growth = CommunityGrowth.from_case(case, active_share=0.001)
    payload = payload_of(growth, view="active")
    told = _picture.view_sentence(payload["views"][0], _picture.view_data(payload, payload["views"][0], growth), growth)
    assert "rises from less than 1 member at first to " in told


def test_a_number_over_how_far_one_looks_is_worked_out_at_whole_steps() -> None:
    view = over(y="full", line="7", line_text="enough", marks=(Mark("weeks", "now: {y}"),))
    payload = payload_of(Pond(), view=view)
    data = _picture.view_data(payload, payload["views"][0], Pond())
    assert [point["x"] for point in data["curve"]] == list(range(1, 21))
    assert "Now: 16 units. Enough (reached at 4 weeks)." in sentence(Pond(), view)


def test_a_roll_out_is_stored_with_its_picture_and_its_words(case: Any) -> None:
    plan = Rollout.from_case(case, variable_cost=47_000)
    told = ck.explore(plan)._repr_mimebundle_()[0]
    assert "then rises to $" in told["text/plain"]
    assert "data:image/svg+xml" in told["text/html"]
    assert "Faint lines, factories planned: 20, 25 and 50 factories." in told["text/plain"]


def test_counts_are_points_with_their_sources(case: Any) -> None:
    payload = payload_of(CommunityGrowth.from_case(case))
    seen = payload["views"][0]["seen"]
    assert len(seen) >= 7
    assert seen == sorted(seen, key=lambda count: float(count["x"]))
    assert all(count["text"].endswith(")") and "members, 20" in count["text"] for count in seen)
    assert payload["views"][1]["seen"] == []
    assert payload["views"][0]["compare"] == ""
