"""A number of cars that repays a product's development: what it says about one car, and what it leaves out."""

from __future__ import annotations

from ..engine import Explorer, Input, Mark, Model, Value, View, not_available, output, where

_SUM, _REST = "The firm's sum", "What it leaves out"


class DevelopmentBreakEven(Model):
    """The break-even of one product's development, read backwards."""

    development_cost = Input(
        "USD",
        slider=(500_000, 5_000_000),
        step=100_000,
        group=_SUM,
        label="Developing the car cost",
        help="what the cars are to repay",
    )
    break_even_cars = Input(
        "vehicle", slider=(10, 1_000), step=1, group=_SUM, label="Cars that repay it", help="as the firm says"
    )
    price = Input(
        "USD/vehicle",
        slider=(20_000, 150_000),
        step=100,
        group=_SUM,
        label="Price",
        help="what a buyer pays for one car",
    )
    left_out = Input(
        "USD",
        slider=(0, 100_000_000),
        step=1_000_000,
        group=_REST,
        label="Other money to be earned back",
        help="factories, staff, website, contests, other products: as far as investors paid for them",
    )

    @output("USD/vehicle", label="Left over from one car")
    def contribution_implied(self) -> Value:
        """What each car must leave over for the firm's sum to be right."""
        return self.development_cost / self.break_even_cars

    @output("USD/vehicle", label="Cost of one car")
    def variable_cost_implied(self) -> Value:
        """What one car then costs to make, at this price."""
        return self.price - self.contribution_implied

    @output("share", label="Left over as a share of the price")
    def contribution_share(self) -> Value:
        """How much of the price the firm's sum keeps."""
        return self.contribution_implied / self.price

    @output("vehicle", label="Cars that repay everything")
    def cars_for_all(self) -> Value:
        """The cars that repay the development and what the firm's sum leaves out, at the same amount for each car."""
        repaid = (self.development_cost + self.left_out) / self.contribution_implied
        return where(self.contribution_implied > 0, repaid, not_available)

    explorer = Explorer(
        title="What does the sum leave out?",
        claim="break_even_cars",
        answer="cars_for_all",
        lead="{claim} repay the development. Everything takes",
        headline="{answer}.",
        views=(
            View(
                id="all",
                title="How many cars repay everything?",
                x="left_out",
                y="cars_for_all",
                x_title="other money to be earned back, USD",
                y_title="cars that repay everything",
                line="break_even_cars",
                line_text="the firm's {value} cars",
                marks=(Mark("left_out", "with that: {y}"),),
            ),
            View(
                id="cost",
                title="What does one car cost to make, then?",
                x="price",
                y="variable_cost_implied",
                x_title="price, USD",
                y_title="cost of one car, USD",
                marks=(Mark("price", "at this price: {y}"),),
            ),
        ),
    )
