"""Who gets what of a sale: a pool shared with the crowd, and a flat prize against a share."""

from __future__ import annotations

from ..engine import (
    Explorer,
    Input,
    Mark,
    Model,
    Value,
    View,
    exp,
    log,
    maximum,
    normal_cdf,
    not_available,
    output,
    where,
)

_SALE, _POOL, _COMPANY = "The sale", "The community's pool", "The company"
_PRIZE, _ROYALTY, _SALES = "The prize", "The royalty", "Sales"


class RoyaltyWaterfall(Model):
    """What each unit of a product brings, and through how many hands it runs.

    A shop keeps its part, the company gets the rest (or all of it, when it sells the unit itself), a pool of the
    company's revenue goes to the community, and of the pool one part goes to the inventor. The shares are of revenue,
    not of profit: they are owed on a product that loses money too.
    """

    retail_price = Input(
        "USD/unit", slider=(1, 200), step=0.5, group=_SALE, label="Price in the shop", help="what a buyer pays"
    )
    wholesale_share = Input(
        "share",
        slider=(0.2, 0.9),
        step=0.01,
        group=_SALE,
        label="A shop pays",
        help="of the price in the shop, to the company",
    )
    direct_share = Input(
        "share", slider=(0, 1), step=0.01, group=_SALE, label="Sold directly", help="units sold without a shop between"
    )
    units_a_year = Input(
        "unit/year", slider=(100, 1_000_000), log=True, group=_SALE, label="Units a year", help="sold of this product"
    )
    pool_direct = Input(
        "share",
        slider=(0, 0.5),
        step=0.01,
        group=_POOL,
        label="Pool, sold directly",
        help="the community's share of revenue when the company sells the unit itself",
    )
    pool_wholesale = Input(
        "share",
        slider=(0, 0.5),
        step=0.01,
        group=_POOL,
        label="Pool, sold in shops",
        help="the community's share of what a shop pays",
    )
    inventor_part = Input(
        "share",
        slider=(0, 1),
        step=0.01,
        group=_POOL,
        label="The inventor's part",
        help="of the pool, to the person with the idea",
    )
    influencers = Input(
        "person",
        slider=(1, 3_000),
        log=True,
        group=_POOL,
        label="Others who share the pool",
        help="who voted, named, drew or tested",
    )
    unit_cost = Input(
        "USD/unit",
        slider=(0, 100),
        step=0.1,
        group=_COMPANY,
        label="Cost of one unit",
        help="making it and bringing it to the shop",
    )
    development_cost = Input(
        "USD",
        slider=(10_000, 2_000_000),
        step=10_000,
        group=_COMPANY,
        label="Development",
        help="design, tools and first stock, paid once",
    )

    # --- one unit

    @output("USD/unit", label="A shop pays for one unit")
    def wholesale_price(self) -> Value:
        """What a shop pays the company for one unit."""
        return self.retail_price * self.wholesale_share

    @output("USD/unit", label="The shop keeps")
    def retailer_per_unit(self) -> Value:
        """What the shop keeps of a unit that it sells."""
        return self.retail_price - self.wholesale_price

    @output("USD/unit", label="Revenue of the company a unit")
    def revenue_per_unit(self) -> Value:
        """What a unit brings the company on average, sold in shops or directly."""
        return self.direct_share * self.retail_price + (1 - self.direct_share) * self.wholesale_price

    @output("USD/unit", label="To the community a unit")
    def pool_per_unit(self) -> Value:
        """What a unit brings the whole community on average."""
        direct = self.direct_share * self.retail_price * self.pool_direct
        return direct + (1 - self.direct_share) * self.wholesale_price * self.pool_wholesale

    @output("USD/unit", label="To the inventor a unit")
    def inventor_per_unit(self) -> Value:
        """What a unit brings the person with the idea."""
        return self.pool_per_unit * self.inventor_part

    @output("USD/unit", label="To all others a unit")
    def others_per_unit(self) -> Value:
        """What a unit brings all the others who share the pool, together."""
        return self.pool_per_unit - self.inventor_per_unit

    @output("USD/unit/person", label="To one of the others a unit")
    def one_influencer_per_unit(self) -> Value:
        """What a unit brings one of the others, if they share alike."""
        return self.others_per_unit / self.influencers

    @output("USD/unit", label="Left to the company a unit")
    def left_per_unit(self) -> Value:
        """What is left to the company of a unit, once it is made and the community has its share."""
        return self.revenue_per_unit - self.unit_cost - self.pool_per_unit

    @output("share", label="The inventor's share of revenue")
    def inventor_share(self) -> Value:
        """What the inventor gets, as a share of the company's revenue."""
        return self.inventor_per_unit / self.revenue_per_unit

    # --- one year

    @output("USD/year", label="Revenue a year")
    def revenue(self) -> Value:
        """The company's revenue from this product in a year."""
        return self.units_a_year * self.revenue_per_unit

    @output("USD/year", label="To the inventor a year")
    def inventor_a_year(self) -> Value:
        """What a year brings the person with the idea."""
        return self.units_a_year * self.inventor_per_unit

    @output("USD/year", label="To all others a year")
    def others_a_year(self) -> Value:
        """What a year brings all the others who share the pool, together."""
        return self.units_a_year * self.others_per_unit

    @output("USD/person/year", label="To one of the others a year")
    def one_influencer_a_year(self) -> Value:
        """What a year brings one of the others, if they share alike."""
        return self.units_a_year * self.one_influencer_per_unit

    @output("USD/year", label="Left to the company a year")
    def company_a_year(self) -> Value:
        """What a year leaves the company; its people and the development are not paid yet."""
        return self.units_a_year * self.left_per_unit

    @output("unit", label="Units that repay the development")
    def units_that_repay(self) -> Value:
        """The units whose sale repays the development; not available where a unit leaves nothing."""
        return where(self.left_per_unit > 0, self.development_cost / self.left_per_unit, not_available)

    explorer = Explorer(
        title="Who gets what of one unit?",
        claim="pool_wholesale",
        answer="inventor_per_unit",
        lead="With a pool of {claim} in shops,",
        headline="the inventor gets about {answer} on each unit.",
        also="units_that_repay",
        also_text="The development is repaid after {also}.",
        also_missing="No number of units repays the development: a unit leaves nothing.",
        views=(
            View(
                id="pool",
                title="What does the pool leave the company?",
                x="pool_wholesale",
                y="left_per_unit",
                x_title="pool, share of what a shop pays",
                y_title="left to the company, USD a unit",
                line="0",
                line_text="leaves nothing",
                marks=(Mark("pool_wholesale", "this rule: {y}"),),
            ),
            View(
                id="volume",
                title="What does a year bring the inventor?",
                x="units_a_year",
                y="inventor_a_year",
                x_title="units a year",
                y_title="to the inventor, USD a year",
                marks=(Mark("units_a_year", "this product: {y}"),),
            ),
        ),
    )


class PrizeOrRoyalty(Model):
    """One flat prize for each design that is made, against a share of the profit on each unit.

    How much designs sell differs as a lognormal does: most little, a few very much.
    """

    prize = Input(
        "USD/design", slider=(0, 10_000), step=50, group=_PRIZE, label="Prize", help="paid once, whatever is sold"
    )
    royalty = Input(
        "share", slider=(0, 0.5), step=0.01, group=_ROYALTY, label="Royalty", help="the artist's share of net profit"
    )
    minimum = Input(
        "USD/unit", slider=(0, 3), step=0.05, group=_ROYALTY, label="At least", help="the lowest royalty on one unit"
    )
    price = Input("USD/unit", slider=(5, 60), step=0.5, group=_SALES, label="Price", help="what a buyer pays")
    profit_margin = Input(
        "share",
        slider=(0.02, 0.5),
        step=0.01,
        group=_SALES,
        label="Net profit",
        help="of the price, once everything is paid",
    )
    median_units = Input(
        "unit/design",
        slider=(50, 20_000),
        log=True,
        group=_SALES,
        label="Sold of the middle design",
        help="half of all designs sell less",
    )
    spread = Input(
        "",
        slider=(0.1, 3),
        step=0.05,
        group=_SALES,
        label="Spread of sales",
        help="how far designs differ: the standard deviation of the logarithm of sales",
    )

    @output("USD/unit", label="Royalty on one unit")
    def royalty_per_unit(self) -> Value:
        """The artist's share of the net profit on one unit, or the minimum where that is more."""
        return maximum(self.royalty * self.profit_margin * self.price, self.minimum)

    @output("unit/design", label="Units until the royalty equals the prize")
    def units_that_repay(self) -> Value:
        """How many units of a design must be sold before its royalty has reached the prize."""
        return self.prize / self.royalty_per_unit

    @output("share", label="Designs that gain by the royalty")
    def share_better_off(self) -> Value:
        """The share of designs whose royalty comes to more than the prize."""
        return 1 - normal_cdf(log(self.units_that_repay / self.median_units) / self.spread)

    @output("unit/design", label="Sold of a design on average")
    def mean_units(self) -> Value:
        """The mean of a lognormal: the few that sell very much pull it above the middle one."""
        return self.median_units * exp(self.spread * self.spread / 2)

    @output("USD/design", label="Royalty of a design on average")
    def mean_royalty(self) -> Value:
        """What a design brings its artist on average."""
        return self.mean_units * self.royalty_per_unit

    @output("USD/design", label="The firm pays more")
    def firm_pays_more(self) -> Value:
        """What the firm pays more for a design on average than with the prize; below zero, less."""
        return self.mean_royalty - self.prize

    @output("share", label="Net profit at which the firm pays the same")
    def even_profit_margin(self) -> Value:
        """The net profit, as a share of the price, at which royalties cost the firm what prizes do (no minimum)."""
        return self.prize / (self.royalty * self.price * self.mean_units)

    explorer = Explorer(
        title="Who gains, if a share of profit replaces the prize?",
        claim="spread",
        answer="share_better_off",
        lead="With a spread of {claim},",
        headline="{answer} of the designs gain.",
        also="firm_pays_more",
        also_text="The firm pays {also} more for each, on average.",
        also_missing="What the firm pays is not available.",
        views=(
            View(
                id="repay",
                title="How many units repay the prize?",
                x="profit_margin",
                y="units_that_repay",
                x_title="net profit, share of the price",
                y_title="units until the royalty equals the prize",
                line="median_units",
                line_text="the middle design sells {value}",
                marks=(Mark("profit_margin", "here: {y}"),),
            ),
            View(
                id="skew",
                title="Who gains when sales are more uneven?",
                x="spread",
                y="share_better_off",
                x_title="spread of sales",
                y_title="share of designs that gain",
                marks=(Mark("spread", "here: {y}"),),
            ),
        ),
    )
