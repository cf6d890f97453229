"""Many launches, few hits: what a year of new products brings, and what a better choice would."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from .._errors import KitError
from .._numbers import count_of
from ..engine import (
    Explorer,
    Input,
    Mark,
    Model,
    Value,
    View,
    both_above,
    exp,
    inputs_of,
    log,
    normal_cdf,
    normal_quantile,
    not_available,
    output,
    where,
)
from ._asked import levels_of, single

if TYPE_CHECKING:
    import pandas as pd

MOST_DRAWS = 20_000_000

_LAUNCHES, _MONEY, _GATE = "Launches", "Money", "The gate"


def _pull(gate: Value, spread: Value, mark: Value) -> Value:
    """The part of all revenue that passes a gate: a lognormal, weighed by the chance to reach the mark."""
    return normal_cdf(gate * spread - mark)


class ProductPortfolio(Model):
    """The launches of a year, whose revenues differ as a lognormal does, and the gate that chose their ideas.

    At the gate every idea gets a score, and the best are made. The score goes along with the logarithm of revenue, by
    a correlation between 0 (a lottery) and 1 (it knows). With normal scores the mean revenue of the chosen follows
    exactly: a lognormal, weighed by the chance to pass. Left out: products that learn from one another, a shelf that
    is full, and what a hit is worth to the name of the firm.
    """

    launches = Input("product", slider=(1, 300), step=1, group=_LAUNCHES, label="Launches", help="products made")
    average_revenue = Input(
        "USD/product/year",
        slider=(10_000, 2_000_000),
        log=True,
        group=_LAUNCHES,
        label="Revenue of a product today",
        help="the mean of today's products, chosen by today's gate",
    )
    hit_revenue = Input(
        "USD/product/year",
        slider=(100_000, 20_000_000),
        log=True,
        group=_LAUNCHES,
        label="Revenue of the best product",
        help="the one hit there has been",
    )
    selling_years = Input(
        "year", slider=(0.5, 6), step=0.5, group=_LAUNCHES, label="Years on sale", help="at that revenue"
    )
    spread = Input(
        "",
        slider=(0.2, 2.5),
        step=0.05,
        group=_LAUNCHES,
        label="Spread of revenue",
        help="how far products differ: the standard deviation of the logarithm of revenue",
    )
    margin = Input(
        "share", slider=(0.02, 0.6), step=0.01, group=_MONEY, label="Margin", help="of revenue, once a unit is made"
    )
    royalty = Input(
        "share", slider=(0, 0.3), step=0.01, group=_MONEY, label="Royalty", help="of revenue, to the community"
    )
    development_cost = Input(
        "USD/product",
        slider=(20_000, 1_000_000),
        step=10_000,
        group=_MONEY,
        label="Development of a product",
        help="design, tools and first stock, whether it sells or not",
    )
    chosen_share = Input(
        "share",
        slider=(0.0005, 0.5),
        log=True,
        group=_GATE,
        label="Ideas that are made",
        help="of all that are handed in",
    )
    gate_now = Input(
        "",
        slider=(0, 0.9),
        step=0.05,
        between=(0, 1),
        group=_GATE,
        label="Today's gate",
        help="how well its score goes along with later revenue (a correlation)",
    )
    gate = Input(
        "",
        slider=(0, 0.9),
        step=0.05,
        between=(0, 1),
        group=_GATE,
        label="The gate",
        help="the same for the gate that you want; at first today's",
    )

    one_product = Input("product", default=1, fixed=True, help="the hit is one product")
    one_year = Input("year", default=1, fixed=True, help="the hit's revenue is that of one year")

    # --- what the gate does

    @output("", label="The mark at the gate")
    def mark(self) -> Value:
        """The score that an idea must reach, in standard deviations above the mean."""
        return normal_quantile(1 - self.chosen_share)

    @output("", label="A better gate multiplies revenue by")
    def gate_lift(self) -> Value:
        """The mean revenue of what this gate chooses, over that of what today's gate chooses."""
        return _pull(self.gate, self.spread, self.mark) / _pull(self.gate_now, self.spread, self.mark)

    @output("USD/product", label="Revenue of a product")
    def mean_revenue(self) -> Value:
        """The mean revenue of a product over its years on sale, chosen by this gate."""
        return self.average_revenue * self.selling_years * self.gate_lift

    @output("USD/product", label="Revenue of the middle idea")
    def median_idea(self) -> Value:
        """What an idea in the middle of all would bring, had it been made: half would bring less."""
        chance = self.chosen_share / _pull(self.gate_now, self.spread, self.mark)
        return self.average_revenue * self.selling_years * chance * exp(-self.spread * self.spread / 2)

    # --- does it pay?

    @output("share", label="Left of revenue")
    def left_of_revenue(self) -> Value:
        """What is left of a dollar of revenue once the unit is made and the community has its share."""
        return self.margin - self.royalty

    @output("USD/product", label="What a product leaves")
    def mean_contribution(self) -> Value:
        """What a product leaves on average, before its development."""
        return self.mean_revenue * self.left_of_revenue

    @output("USD/product", label="Result of a product")
    def mean_result(self) -> Value:
        """What a product leaves on average once its development is paid."""
        return self.mean_contribution - self.development_cost

    @output("USD", label="Result of all launches")
    def result(self) -> Value:
        """What all launches leave on average once their development is paid."""
        return self.launches * self.mean_result

    @output("USD/product", label="Revenue that repays the development")
    def break_even_revenue(self) -> Value:
        """The revenue at which a product repays its own development; not available where nothing is left."""
        return where(self.left_of_revenue > 0, self.development_cost / self.left_of_revenue, not_available)

    @output("share", label="Launches that repay their development")
    def chance_pays(self) -> Value:
        """The share of launches that repay their own development: good enough, of those that passed the gate."""
        hurdle = log(self.break_even_revenue / self.median_idea) / self.spread
        return both_above(hurdle, self.mark, self.gate) / self.chosen_share

    @output("product", label="Products that repay their development")
    def products_that_pay(self) -> Value:
        """How many of the launches repay their own development, on average."""
        return self.launches * self.chance_pays

    @output("share", label="Royalty at which the average product breaks even")
    def royalty_that_breaks_even(self) -> Value:
        """The royalty at which the average product breaks even; below zero there is none."""
        return self.margin - self.development_cost / self.mean_revenue

    # --- what carries the rest?

    @output("product", label="Launches that one year of the hit pays for")
    def launches_one_hit_pays(self) -> Value:
        """How many developments one year of the best product pays for."""
        left = self.hit_revenue * self.one_product * self.one_year * self.left_of_revenue
        return left / self.development_cost

    @output("share", label="Revenue that the best product brings")
    def hit_share(self) -> Value:
        """The best product's part of the revenue of as many products as are launched, at today's mean."""
        return self.hit_revenue * self.one_product / (self.launches * self.average_revenue)

    @output("share", label="Revenue that the best tenth brings")
    def best_tenth_share(self) -> Value:
        """The best tenth's part of all revenue, for a lognormal (its Lorenz curve)."""
        return normal_cdf(self.spread - normal_quantile(0.9))

    explorer = Explorer(
        title="What rescues the average product?",
        claim="gate",
        answer="mean_result",
        lead="At a gate of {claim},",
        headline="the average product ends at about {answer}.",
        also="royalty_that_breaks_even",
        also_text="It breaks even at a royalty of {also} (below zero: at none).",
        also_missing="There is no royalty at which it breaks even.",
        views=(
            View(
                id="royalty",
                title="Does a lower royalty rescue it?",
                x="royalty",
                y="mean_result",
                x_title="royalty, share of revenue",
                y_title="result of the average product, USD",
                line="0",
                line_text="breaks even",
                line_never="No royalty gets the average product to zero.",
                marks=(Mark("royalty", "this royalty: {y}"),),
            ),
            View(
                id="gate",
                title="Does a better gate rescue it?",
                x="gate",
                y="mean_result",
                x_title="the gate: correlation of score and revenue",
                y_title="result of the average product, USD",
                line="0",
                line_text="breaks even",
                line_never="No gate gets the average product to zero.",
                marks=(Mark("gate", "this gate: {y}"), Mark("gate_now", "today")),
            ),
            View(
                id="launches",
                title="Do more launches rescue it?",
                x="launches",
                y="result",
                x_title="launches",
                y_title="result of all launches, USD",
                line="0",
                line_text="breaks even",
                line_never="No number of launches gets them to zero.",
                marks=(Mark("launches", "this plan: {y}"),),
            ),
        ),
    )


def simulate_portfolio(
    portfolio: ProductPortfolio,
    launches: float | Sequence[float] | None = None,
    *,
    replications: int = 2_000,
    seed: int = 1,
) -> pd.DataFrame:
    """Years of launches, drawn: how many hits there are, and how much hangs on the best one.

    Parameters
    ----------
    portfolio
        The model whose numbers are used.
    launches
        How many products are launched in a year, at one level or several; the model's own when left out.
    replications, seed
        Years drawn for each level; the same seed draws the same years.

    Returns
    -------
    pandas.DataFrame
        One row a year: `launches`, `replication`, `hits` (products that repay their own development), `result` (USD,
        all launches), `top_share` and `best_three_share` (of the year's revenue), `lost` (1 when the result is below
        zero).

    Raises
    ------
    KitError
        For a level that is no whole number of products, no replications, more draws than there is room for, and a model
        of arrays or without revenue.

    Examples
    --------
    >>> import casekit as ck
    >>> portfolio = ck.ProductPortfolio(
    ...     launches=30, average_revenue=180_000, hit_revenue=2_600_000, selling_years=2, spread=1.5, margin=0.25,
    ...     royalty=0.1, development_cost=250_000, chosen_share=0.003, gate_now=0.1, gate=0.1)
    >>> years = simulate_portfolio(portfolio, [30, 150], replications=200)
    >>> bool(years.groupby("launches").hits.mean()[150] > years.groupby("launches").hits.mean()[30])
    True
    """
    import pandas as pd

    levels = _levels(portfolio, launches)
    many = _replications(replications, sum(levels))
    frames = []
    for level, child in zip(levels, np.random.SeedSequence(count_of("seed", seed)).spawn(len(levels)), strict=True):
        revenue = _drawn(portfolio, (many, int(level)), np.random.default_rng(child))
        frames.append(_years(portfolio, level, revenue))
    return pd.concat(frames, ignore_index=True)


def _levels(portfolio: ProductPortfolio, launches: float | Sequence[float] | None) -> list[float]:
    """How many products are launched at each level; what cannot be drawn is refused with a sentence."""
    if not isinstance(portfolio, ProductPortfolio):
        raise KitError(f"simulate_portfolio needs a ProductPortfolio, not {type(portfolio).__name__}.")
    for name in inputs_of(portfolio).keys() - {"launches"}:
        single(portfolio, name, "launches", "portfolio")
    levels = levels_of(portfolio, "launches", launches, "portfolio")
    if min(levels) < 1:
        raise KitError("launches: a year has one product or more; give numbers from 1 up.")
    for level in levels:
        if not level.is_integer():
            raise KitError(f"launches is {level:g}: a simulation needs a whole number.")
    if math.isnan(portfolio.median_idea) or portfolio.median_idea <= 0:
        raise KitError(
            "This portfolio has no revenue to draw: average_revenue and selling_years must be more than 0, and "
            "chosen_share between 0 and 1."
        )
    return levels


def _replications(asked: int, products: float) -> int:
    """How many years are drawn, of so many products together: one or more, and no more than there is room for."""
    many = count_of("replications", asked)
    if many < 1:
        raise KitError(f"replications is the number of years drawn; {many} is none. Give 1 or more.")
    if products * many > MOST_DRAWS:
        raise KitError(
            f"That is {products * many:,.0f} products to draw, and at most {MOST_DRAWS:,} are: take fewer "
            "replications or launches."
        )
    return many


def _drawn(portfolio: ProductPortfolio, shape: tuple[int, int], dice: Any) -> Any:
    """The revenue of each launch over its years on sale: a score above the mark, and revenue given the score."""
    from scipy.special import ndtri

    score = -ndtri(dice.uniform(size=shape) * portfolio.chosen_share)
    rest = np.sqrt(1 - portfolio.gate**2) * dice.standard_normal(shape)
    return portfolio.median_idea * np.exp(portfolio.spread * (portfolio.gate * score + rest))


def _years(portfolio: ProductPortfolio, level: float, revenue: Any) -> pd.DataFrame:
    """What each drawn year comes to."""
    import pandas as pd

    best = -np.sort(-revenue, axis=1)[:, :3]
    made = revenue.sum(axis=1)
    gains = revenue * portfolio.left_of_revenue - portfolio.development_cost
    result = gains.sum(axis=1)
    return pd.DataFrame(
        {
            "launches": level,
            "replication": np.arange(1, len(revenue) + 1),
            "hits": (gains >= 0).sum(axis=1),
            "result": result,
            "top_share": best[:, 0] / made,
            "best_three_share": best.sum(axis=1) / made,
            "lost": (result < 0).astype(float),
        }
    )
