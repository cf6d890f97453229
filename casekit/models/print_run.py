"""Print before anybody has paid, or after: the newsvendor's question."""

from __future__ import annotations

from ..engine import Explorer, Input, Mark, Model, Value, View, normal_cdf, normal_quantile, output
from ._normal import density

_UNIT, _DEMAND = "One unit", "Demand and run"


class PrintRun(Model):
    """One run, printed before demand is known, against units made one by one once they are paid for.

    Demand is normal, with a spread well below its mean: else the curve reaches below zero, and so does what is sold.
    What is left of a run goes for less; demand beyond the run is lost. K. J. Arrow, T. Harris and J. Marschak, "Optimal
    inventory policy", Econometrica 19 (1951): the newsvendor.
    """

    price = Input("USD/unit", slider=(1, 100), step=0.5, group=_UNIT, label="Price", help="at full price")
    unit_cost = Input(
        "USD/unit",
        slider=(0.5, 60),
        step=0.25,
        group=_UNIT,
        label="Cost in a run",
        help="of one unit, printed in a run",
    )
    leftover_value = Input(
        "USD/unit", slider=(0, 40), step=0.25, group=_UNIT, label="What is left brings", help="one unit, marked down"
    )
    on_demand_cost = Input(
        "USD/unit",
        slider=(0.5, 80),
        step=0.25,
        group=_UNIT,
        label="Cost made one by one",
        help="of one unit, once it has been paid for",
    )
    mean_demand = Input(
        "unit", slider=(10, 20_000), log=True, group=_DEMAND, label="Demand", help="at full price, on average"
    )
    demand_spread = Input(
        "unit", slider=(1, 10_000), log=True, group=_DEMAND, label="Spread of demand", help="how far one can be wrong"
    )
    run = Input("unit", slider=(10, 20_000), log=True, group=_DEMAND, label="The run", help="units printed at once")
    setup_cost = Input(
        "USD",
        slider=(0, 20_000),
        step=100,
        group=_DEMAND,
        label="Cost of a run",
        help="before its first unit, prize included",
    )

    # --- what is sold

    @output("", label="The run, in standard deviations")
    def reach(self) -> Value:
        """How far the run reaches above the mean demand, in standard deviations."""
        return (self.run - self.mean_demand) / self.demand_spread

    @output("unit", label="Demand that is lost")
    def lost(self) -> Value:
        """The demand beyond the run, on average."""
        return self.demand_spread * (density(self.reach) - self.reach * (1 - normal_cdf(self.reach)))

    @output("unit", label="Sold at full price")
    def sold(self) -> Value:
        """What is sold of the run at full price, on average."""
        return self.mean_demand - self.lost

    @output("unit", label="Left over")
    def leftover(self) -> Value:
        """What is left of the run, on average."""
        return self.run - self.sold

    @output("share", label="Sold of the run")
    def sold_share(self) -> Value:
        """The share of the run that is sold at full price, on average."""
        return self.sold / self.run

    @output("share", label="Chance that the run sells out")
    def chance_sold_out(self) -> Value:
        """The chance that demand reaches the run."""
        return 1 - normal_cdf(self.reach)

    # --- what it brings

    @output("USD", label="Result, printed in a run")
    def result(self) -> Value:
        """What the run leaves on average, all costs paid."""
        income = self.price * self.sold + self.leftover_value * self.leftover
        return income - self.unit_cost * self.run - self.setup_cost

    @output("USD", label="Result, made when paid for")
    def result_paid(self) -> Value:
        """What the same demand leaves when each unit is made once it has been paid for, at the same cost of a run."""
        return self.mean_demand * (self.price - self.on_demand_cost) - self.setup_cost

    @output("USD", label="Waiting is worth")
    def gain_of_waiting(self) -> Value:
        """What making when paid for leaves more than the run; below zero, less."""
        return self.result_paid - self.result

    # --- how many should be printed?

    @output("share", label="Chance that the best run is enough")
    def critical_share(self) -> Value:
        """How sure one should be that demand is met: what a lost sale costs, of what both mistakes cost.

        Beyond 0 and 1 it is no chance: a unit that costs more than its price should not be printed at all, and one that
        brings its cost when it is left over should be printed without end.
        """
        return (self.price - self.unit_cost) / (self.price - self.leftover_value)

    @output("unit", label="The best run")
    def best_run(self) -> Value:
        """The run that leaves most on average; not available where printing cannot pay.

        Nor is it where a unit brings its whole cost when it is left over: no run would be too large.
        """
        return self.mean_demand + self.demand_spread * normal_quantile(self.critical_share)

    explorer = Explorer(
        title="Print on votes, or on what is paid for?",
        claim="run",
        answer="result",
        lead="With {claim} printed at once,",
        headline="about {answer} is left.",
        also="gain_of_waiting",
        also_text="Waiting until they are paid for is worth {also} more (below zero: less).",
        also_missing="What waiting is worth is not available.",
        views=(
            View(
                id="run",
                title="How many should be printed?",
                x="run",
                y="result",
                x_title="units printed at once",
                y_title="result, USD",
                line="result_paid",
                line_text="made when paid for: {value}",
                line_never="No run leaves what making when paid for leaves ({value}).",
                marks=(Mark("run", "this run: {y}"),),
            ),
            View(
                id="spread",
                title="What is it worth to wait?",
                x="demand_spread",
                y="gain_of_waiting",
                x_title="spread of demand, units",
                y_title="waiting is worth, USD",
                line="0",
                line_text="above this line waiting pays",
                line_never="Waiting does not pay at any spread.",
                marks=(Mark("demand_spread", "here: {y}"),),
            ),
        ),
    )
