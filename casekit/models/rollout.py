"""A network of factories opened over years: how much money goes in before any comes back, and what rate it earns."""

from __future__ import annotations

from ..engine import (
    Explorer,
    Horizon,
    Input,
    Mark,
    Model,
    Value,
    View,
    cumulative,
    discounted,
    elapsed,
    irr,
    log,
    lowest,
    maximum,
    minimum,
    not_available,
    output,
    previous,
    sign_changes,
    total,
    where,
)

_PLAN, _FACTORY, _MONEY, _TIME = "The plan", "One factory", "Money", "Time and learning"


class Rollout(Model):
    """A network of equal factories, opened at an even pace.

    Every factory costs money when it opens and wages from then on; its cars come slowly at first. Left out are the
    head office, the website, the development of the car, taxes, and whatever a factory is worth after the horizon.
    """

    planned_factories = Input(
        "factory", slider=(1, 100), group=_PLAN, label="Factories planned", help="in the whole network"
    )
    rollout_years = Input(
        "year",
        slider=(1, 20),
        step=0.5,
        group=_PLAN,
        label="Years to open them in",
        help="from the first opening to the last, at an even pace",
    )
    horizon = Horizon(
        "year",
        longest=60,
        default=12,
        slider=(4, 24),
        step=1,
        group=_PLAN,
        label="Years looked at",
        help="money after that is not counted",
        reason="the plan's longest roll-out",
    )

    factory_cost = Input(
        "USD",
        slider=(500_000, 12_000_000),
        step=100_000,
        group=_FACTORY,
        label="Cost of one factory",
        help="paid in the year it opens",
    )
    cars_a_year = Input(
        "vehicle/year",
        slider=(1, 4000),
        group=_FACTORY,
        label="Cars a year from one factory",
        help="built and sold, once the factory works at full pace",
    )
    staff = Input(
        "person", slider=(1, 80), group=_FACTORY, label="Staff of one factory", help="paid from the year it opens"
    )

    price = Input(
        "USD/vehicle",
        slider=(20_000, 150_000),
        step=500,
        group=_MONEY,
        label="Price",
        help="what a buyer pays for one car",
    )
    variable_cost = Input(
        "USD/vehicle",
        slider=(20_000, 100_000),
        step=500,
        group=_MONEY,
        label="Cost of one car before wages",
        help="parts, engine, paint, hosting the owner",
    )
    wage = Input(
        "USD/person/year",
        slider=(30_000, 120_000),
        step=1_000,
        group=_MONEY,
        label="Wage and benefits of one person",
        help="what one employee costs in a year",
    )
    discount_rate = Input(
        "share",
        slider=(0, 0.6),
        step=0.01,
        group=_MONEY,
        label="Discount rate",
        help="what the same money would have to earn elsewhere, a year",
    )

    ramp_up = Input(
        "year",
        slider=(0, 5),
        step=0.25,
        group=_TIME,
        label="Ramp-up of a new factory",
        help="the time constant with which it nears its full pace; 0: at once",
    )
    learning = Input(
        "share",
        slider=(0, 0.3),
        step=0.01,
        group=_TIME,
        label="Saved with each doubling",
        help="how much cheaper a car gets each time the cars built so far double",
    )

    step = Input("year", default=1, fixed=True, label="One year", help="the length of one period")
    one_factory = Input("factory", default=1, fixed=True, help="costs, staff and cars are those of one factory")

    # --- how many

    @output("factory/year", label="Factories opened a year")
    def openings_a_year(self) -> Value:
        """The pace of the plan: all factories, evenly over its years."""
        return self.planned_factories / self.rollout_years

    @output("factory", label="Factories open")
    def open_factories(self) -> Value:
        """The factories open at the end of each year."""
        return minimum(self.planned_factories, self.openings_a_year * elapsed(self.horizon, self.step))

    @output("factory/year", label="Openings")
    def openings(self) -> Value:
        """The factories that open in each year."""
        return (self.open_factories - previous(self.open_factories, 0)) / self.step

    @output("factory", label="Factories' worth of cars")
    def working(self) -> Value:
        """How many factories at full pace would build as much: each year the gap to those open closes by a part."""
        return previous(self.working, 0) + (self.open_factories - previous(self.working, 0)) * self.step / (
            self.ramp_up + self.step
        )

    @output("vehicle/year", label="Cars")
    def cars(self) -> Value:
        """The cars that all factories build and sell in each year."""
        return self.cars_a_year * self.working / self.one_factory

    # --- how much

    @output("vehicle", label="Cars so far")
    def cars_so_far(self) -> Value:
        """All cars built up to the end of each year."""
        return cumulative(self.cars * self.step)

    @output("USD/vehicle", label="Cost of one car, with learning")
    def cost_of_a_car(self) -> Value:
        """What a car costs before wages, falling with each doubling past one factory's year of cars (Wright's law)."""
        doublings = log(maximum(self.cars_so_far / (self.cars_a_year * self.step), 1)) / log(2.0)
        return self.variable_cost * (1 - self.learning) ** doublings

    @output("USD/year", label="Wages")
    def wages(self) -> Value:
        """What the staff of all open factories cost in each year, however many cars they build."""
        return self.open_factories / self.one_factory * self.staff * self.wage

    @output("USD/year", label="Investment")
    def investment(self) -> Value:
        """What the factories that open in a year cost."""
        return self.openings / self.one_factory * self.factory_cost

    @output("USD/year", label="Cash flow")
    def cash_flow(self) -> Value:
        """What each year brings in or takes: what cars leave over, less wages and new factories."""
        return self.cars * (self.price - self.cost_of_a_car) - self.wages - self.investment

    @output("USD", label="Money in and out")
    def cash(self) -> Value:
        """The money of each year: the cash flow over one year."""
        return self.cash_flow * self.step

    @output("USD", label="Money in hand")
    def cash_position(self) -> Value:
        """All money in and out so far; below zero, somebody has to have put it in."""
        return cumulative(self.cash)

    @output("USD", label="Most money needed")
    def peak_need(self) -> Value:
        """The deepest point: what must have been raised by then."""
        return maximum(-lowest(self.cash_position), 0)

    # --- is it worth it?

    @output("USD", label="Net present value")
    def npv(self) -> Value:
        """All money in and out, in today's money; the first year's counts in full."""
        return discounted(self.cash, self.discount_rate)

    @output("share", label="Rate of return")
    def irr(self) -> Value:
        """The yearly rate that the money earns; not available unless the flows turn from out to in exactly once."""
        return irr(self.cash)

    @output("", label="Changes of sign")
    def sign_changes(self) -> Value:
        """How often the money of a year turns from out to in, or back."""
        return sign_changes(self.cash)

    @output("year", label="Years until it is back")
    def payback(self) -> Value:
        """Years with less back than was put in; not available when it is not back at the end."""
        under = total(where(self.cash_position < 0, self.step, 0))
        return where(total(self.cash) >= 0, under, not_available)

    explorer = Explorer(
        title="How deep does it go?",
        claim="planned_factories",
        answer="peak_need",
        lead="{claim} need",
        headline="{answer} at the deepest point.",
        also="irr",
        also_text="The money earns {also} a year.",
        also_missing="There is no rate of return.",
        views=(
            View(
                id="cash",
                title="When does the money come back?",
                x="horizon",
                y="cash_position",
                x_title="years from the start",
                y_title="money in hand, USD",
                line="0",
                line_text="all that was put in is back",
                line_never="The money put in is not back at the end.",
                marks=(Mark("lowest", "the deepest point: {y}"), Mark("last", "at the end: {y}")),
                compare="planned_factories",
            ),
            View(
                id="pace",
                title="What does haste cost?",
                x="rollout_years",
                y="peak_need",
                x_title="years to open the factories in",
                y_title="most money needed, USD",
                marks=(Mark("rollout_years", "this plan: {y}"),),
            ),
            View(
                id="rate",
                title="What does the money earn?",
                x="planned_factories",
                y="irr",
                x_title="factories planned",
                y_title="rate of return a year",
                marks=(Mark("planned_factories", "this plan: {y}"),),
            ),
        ),
    )
