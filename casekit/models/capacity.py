"""One factory that builds cars with their owners: what a year asks of it, and what runs out first."""

from __future__ import annotations

from ..engine import (
    Explorer,
    Input,
    Mark,
    Model,
    Value,
    View,
    maximum,
    not_available,
    output,
    smallest,
    where,
)

_BUYERS, _MONEY, _BUILD, _FACTORY = "Buyers", "Money", "The build", "The factory"


class MicroFactory(Model):
    """One factory that builds cars with their owners.

    Every car stands in the hall from its first bolt to its keys. Its owner comes on some weekends, the staff
    work on it on weekdays, and the price has to pay for the parts and for the people.
    """

    cars_a_year = Input(
        "vehicle/year",
        slider=(1, 4000),
        group=_BUYERS,
        label="Planned cars a year",
        help="what the plan claims that one factory builds",
    )
    buyers_a_year = Input(
        "vehicle/year",
        slider=(0, 4000),
        group=_BUYERS,
        label="Buyers a year",
        help="people who order a car in a year; one buyer, one car",
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

    build_time = Input(
        "day",
        slider=(3, 60),
        group=_BUILD,
        label="Days for one car",
        help="from first bolt to keys, weekends included",
    )
    owner_weekends = Input(
        "weekend",
        slider=(1, 6),
        group=_BUILD,
        label="Weekends of the owner",
        help="how many weekends an owner spends building",
    )
    staff_hours_a_car = Input(
        "hour/vehicle",
        slider=(10, 300),
        group=_BUILD,
        label="Staff hours for one car",
        help="the weekday work on one car",
    )

    places = Input(
        "vehicle",
        slider=(1, 120),
        group=_FACTORY,
        label="Places to build in",
        help="cars that can stand in the hall at once",
    )
    weekend_families = Input(
        "family",
        slider=(1, 120),
        group=_FACTORY,
        label="Owners guided on a weekend",
        help="owner families that the staff can help at once",
    )
    staff = Input(
        "person",
        slider=(1, 80),
        group=_FACTORY,
        label="Staff",
        help="everybody who is paid, salespeople included",
    )
    sales_staff = Input(
        "person",
        slider=(0, 40),
        group=_FACTORY,
        label="Salespeople among the staff",
        help="staff who sell and do not build",
    )
    hours_a_person = Input(
        "hour/person/year",
        slider=(1_400, 2_200),
        step=10,
        group=_FACTORY,
        label="Hours a person a year",
        help="paid working hours of one person",
    )
    factory_cost = Input(
        "USD",
        slider=(500_000, 12_000_000),
        step=100_000,
        group=_FACTORY,
        label="Cost of the factory",
        help="what it takes to open one",
    )

    families_a_car = Input("family/vehicle", default=1, fixed=True, help="one owner family for each car")
    days_a_year = Input("day/year", default=365, fixed=True, help="a year of 365 days")
    weekends_a_year = Input("weekend/year", default=52, fixed=True, help="whole weekends of a year")

    # --- what the plan asks for

    @output("vehicle", label="Cars half-built at once")
    def cars_in_build(self) -> Value:
        """How many cars stand half-built at any time (Little's law: arrivals times time in the hall)."""
        return self.cars_a_year * self.build_time / self.days_a_year

    @output("family", label="Owner families each weekend")
    def families_each_weekend(self) -> Value:
        """How many owner families build in the hall on any weekend (Little's law, counted in weekends)."""
        return self.cars_a_year * self.families_a_car * self.owner_weekends / self.weekends_a_year

    @output("hour/year", label="Staff hours asked for")
    def staff_hours_asked(self) -> Value:
        """The hours of staff work that the planned cars ask for in a year."""
        return self.cars_a_year * self.staff_hours_a_car

    @output("hour/vehicle", label="Staff hours a planned car can have")
    def staff_hours_per_planned_car(self) -> Value:
        """The paid hours of all staff, salespeople included, shared out over the planned cars."""
        return self.staff * self.hours_a_person / self.cars_a_year

    @output("USD/year", label="Wages a year")
    def wages(self) -> Value:
        """What all staff cost in a year, however many cars are built."""
        return self.staff * self.wage

    @output("USD*year/vehicle", label="Factory cost for each yearly car")
    def factory_cost_per_yearly_car(self) -> Value:
        """The cost of the factory, shared out over the cars of one year."""
        return self.factory_cost / self.cars_a_year

    # --- what each thing is enough for

    @output("vehicle/year", label="Cars the places are enough for")
    def enough_places(self) -> Value:
        """The cars a year at which every place in the hall is taken all year."""
        return self.places * self.days_a_year / self.build_time

    @output("vehicle/year", label="Cars the weekends are enough for")
    def enough_weekends(self) -> Value:
        """The cars a year at which every weekend is full of owners who build."""
        return self.weekend_families * self.weekends_a_year / self.owner_weekends / self.families_a_car

    @output("person", label="Staff who build")
    def builders(self) -> Value:
        """The staff who are left to build when the salespeople are not counted."""
        return maximum(self.staff - self.sales_staff, 0)

    @output("vehicle/year", label="Cars the staff hours are enough for")
    def enough_staff_hours(self) -> Value:
        """The cars a year that the building staff have hours for."""
        return self.builders * self.hours_a_person / self.staff_hours_a_car

    @output("vehicle/year", label="Cars the buyers are enough for")
    def enough_buyers(self) -> Value:
        """The cars a year that somebody orders."""
        return self.buyers_a_year

    @output("person", label="People the buyers' money pays")
    def people_paid(self) -> Value:
        """How many people the buyers' money pays for a year, once each car's own costs are paid."""
        return maximum(self.buyers_a_year * self.contribution / self.wage, 0)

    @output("vehicle/year", label="Cars the wages are enough for")
    def enough_wages(self) -> Value:
        """The cars a year that can be built by the people whom the buyers' money pays, salespeople first."""
        return maximum(self.people_paid - self.sales_staff, 0) * self.hours_a_person / self.staff_hours_a_car

    @output("", label="What runs out first")
    def runs_out_first(self) -> Value:
        """Which of the five is enough for the fewest cars."""
        return smallest(
            {
                "Buyers": self.enough_buyers,
                "Wages": self.enough_wages,
                "Places to build in": self.enough_places,
                "Owner weekends": self.enough_weekends,
                "Staff hours": self.enough_staff_hours,
            }
        )

    # --- does it pay?

    @output("USD/vehicle", label="What is left of a car's price")
    def contribution(self) -> Value:
        """What one car leaves once its own costs are paid (the contribution)."""
        return self.price - self.variable_cost

    @output("USD/year", label="Yearly result after wages")
    def profit(self) -> Value:
        """What a year of the planned cars leaves after wages; the factory itself is not paid back yet."""
        return self.cars_a_year * self.contribution - self.wages

    @output("vehicle/year", label="Cars a year that break even")
    def break_even_volume(self) -> Value:
        """The cars a year whose contribution just pays the wages; not available where a car leaves nothing."""
        return where(self.contribution > 0, self.wages / self.contribution, not_available)

    @output("year", label="Years to earn the factory back")
    def payback(self) -> Value:
        """Years until the yearly result has paid for the factory; not available where there is no surplus."""
        return where(self.profit > 0, self.factory_cost / self.profit, not_available)

    explorer = Explorer(
        title="What runs out first?",
        claim="cars_a_year",
        answer="cars_in_build",
        lead="{claim} means",
        headline="{answer} half-built at once.",
        limits="runs_out_first",
        views=(
            View(
                id="hall",
                title="How many cars stand half-built?",
                x="cars_a_year",
                y="cars_in_build",
                x_title="cars a year",
                y_title="cars half-built at once",
                line="places",
                line_text="all {value} places full",
                marks=(Mark("cars_a_year", "the plan: {y}"), Mark("buyers_a_year", "the buyers: {y}")),
            ),
            View(
                id="money",
                title="Does it pay its people?",
                x="cars_a_year",
                y="profit",
                x_title="cars a year",
                y_title="result after wages, USD a year",
                line="0",
                line_text="above this line the wages are paid",
                marks=(Mark("cars_a_year", "the plan: {y}"), Mark("buyers_a_year", "the buyers: {y}")),
            ),
        ),
    )
