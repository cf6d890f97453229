"""How long the money lasts when every launch is paid before it sells."""

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
    last,
    lowest,
    maximum,
    minimum,
    not_available,
    output,
    previous,
    total,
    where,
)

_MONEY, _LAUNCHES, _SALES = "Money", "Launches", "Sales"


class CashRunway(Model):
    """The money of a firm that goes on launching products, month by month.

    A product is paid for when its development begins, reaches the shop later and then sells less from year to year.
    Left out: what is in development on the first day, stock that is paid before it sells, taxes, and money that
    somebody puts in on the way.
    """

    cash = Input(
        "USD", slider=(0, 200_000_000), step=500_000, group=_MONEY, label="Money at the start", help="on the first day"
    )
    fixed_costs = Input(
        "USD/year",
        slider=(0, 60_000_000),
        step=100_000,
        group=_MONEY,
        label="People, rent, travel",
        help="what a year costs without any launch",
    )
    horizon = Horizon(
        "year",
        longest=20,
        default=3,
        slider=(1, 8),
        step=1,
        group=_MONEY,
        label="Years looked at",
        help="from the first day",
        reason="as far as a plan of a young firm usually looks",
    )
    launches_a_year = Input(
        "product/year",
        slider=(0, 200),
        step=1,
        group=_LAUNCHES,
        label="Launches a year",
        help="developments that begin",
    )
    development_cost = Input(
        "USD/product",
        slider=(20_000, 1_000_000),
        step=10_000,
        group=_LAUNCHES,
        label="Development of a product",
        help="paid when it begins",
    )
    delay = Input(
        "month",
        slider=(0, 24),
        step=1,
        group=_LAUNCHES,
        label="Months to the shop",
        help="from the beginning of a development to the shop, on average",
    )
    on_sale = Input(
        "product", slider=(0, 500), step=1, group=_SALES, label="On sale at the start", help="products in the shop"
    )
    revenue_a_product = Input(
        "USD/product/year",
        slider=(10_000, 2_000_000),
        log=True,
        group=_SALES,
        label="Revenue of a product",
        help="a year, while it is on sale",
    )
    fade = Input(
        "1/year",
        slider=(0, 2),
        step=0.05,
        group=_SALES,
        label="Sales that fade",
        help="how fast products stop selling: at 0.5 a year each sells for 2 years, on average",
    )
    margin_left = Input(
        "share",
        slider=(0, 0.6),
        step=0.01,
        group=_SALES,
        label="Left of revenue",
        help="once the unit is made and the community has its share",
    )

    step = Input("year", default=1 / 12, fixed=True, label="One month", help="the length of one period")
    months_a_year = Input("month/year", default=12, fixed=True, help="a year has twelve months")

    @output("year", label="Years to the shop")
    def lag(self) -> Value:
        """The months to the shop, in years."""
        return self.delay / self.months_a_year

    @output("product", label="In development")
    def in_development(self) -> Value:
        """The products that are paid for and not in the shop yet, at the end of each month."""
        begun = previous(self.in_development, 0) + self.launches_a_year * self.step
        return begun * self.lag / (self.lag + self.step)

    @output("product/year", label="Reaching the shop")
    def arrivals(self) -> Value:
        """The pace at which products reach the shop in each month: what begins, less what development grows by."""
        return self.launches_a_year - (self.in_development - previous(self.in_development, 0)) / self.step

    @output("product", label="On sale")
    def products_on_sale(self) -> Value:
        """The products in the shop at the end of each month: those before and those that came, less those that fade."""
        before = previous(self.products_on_sale, self.on_sale)
        return (before + self.arrivals * self.step) / (1 + self.fade * self.step)

    @output("USD/year", label="Revenue")
    def revenue(self) -> Value:
        """The revenue of each month, at a year's rate."""
        return self.products_on_sale * self.revenue_a_product

    @output("USD/year", label="Cash flow")
    def cash_flow(self) -> Value:
        """What comes in or goes out in each month, at a year's rate."""
        return self.revenue * self.margin_left - self.launches_a_year * self.development_cost - self.fixed_costs

    @output("USD", label="Money in hand")
    def cash_position(self) -> Value:
        """The money at the end of each month; below zero, somebody has to have put it in."""
        return self.cash + cumulative(self.cash_flow * self.step)

    @output("", label="Still going")
    def going(self) -> Value:
        """1 for each month up to which the money has never run out, else 0."""
        return where(self.cash_position >= 0, previous(self.going, 1), 0)

    @output("USD", label="Least money in hand")
    def lowest_cash(self) -> Value:
        """The least money at the end of any month, or at the start."""
        return minimum(lowest(self.cash_position), self.cash)

    @output("USD", label="Money to be raised")
    def peak_need(self) -> Value:
        """What must have been put in on the way so that the money never runs out."""
        return maximum(-self.lowest_cash, 0)

    @output("month", label="Months until the money is gone")
    def runway(self) -> Value:
        """The full months until the money has run out; not available when it lasts."""
        months = total(self.going * self.step) * self.months_a_year
        return where(lowest(self.cash_position) < 0, months, not_available)

    @output("USD", label="Money at the end")
    def cash_at_end(self) -> Value:
        """The money at the end of the years looked at."""
        return last(self.cash_position)

    explorer = Explorer(
        title="How long does the money last?",
        claim="launches_a_year",
        answer="cash_at_end",
        lead="With {claim},",
        headline="the money at the end is about {answer}.",
        also="runway",
        also_text="It has run out after {also}.",
        also_missing="It lasts.",
        views=(
            View(
                id="cash",
                title="How long does the money last?",
                x="horizon",
                y="cash_position",
                x_title="years from the first day",
                y_title="money in hand, USD",
                line="0",
                line_text="the money is gone",
                line_never="The money lasts.",
                marks=(Mark("lowest", "the least: {y}"), Mark("last", "at the end: {y}")),
            ),
            View(
                id="on-sale",
                title="How many products are on sale?",
                x="horizon",
                y="products_on_sale",
                x_title="years from the first day",
                y_title="products on sale",
                marks=(Mark("last", "at the end: {y}"),),
            ),
        ),
    )
