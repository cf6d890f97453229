"""From many ideas to a few launches: how many get through each gate, what that costs, what it pays the creator."""

from __future__ import annotations

from ..engine import Explorer, Input, Mark, Model, Value, View, maximum, minimum, normal_quantile, output, sqrt

_FUNNEL, _MONEY, _COUNT, _CREATOR = "The funnel", "Money", "A count to judge", "The creator"


class StageGateFunnel(Model):
    """Ideas that are handed in, qualify and are approved, round after round.

    An idea qualifies when it has gathered enough support: a share of all. How many of those are approved in a round
    is set by the firm's calendar, not by how many there are; so the rate falls when more qualify.
    """

    part_of = (("approved_seen", "qualified_seen"),)

    submitted = Input(
        "idea/year", slider=(100, 100_000), log=True, group=_FUNNEL, label="Ideas handed in", help="in a year"
    )
    qualify_share = Input(
        "share",
        slider=(0.001, 0.5),
        log=True,
        group=_FUNNEL,
        label="Share that qualifies",
        help="of the ideas handed in: with enough supporters",
    )
    rounds_a_year = Input(
        "round/year", slider=(1, 12), step=1, group=_FUNNEL, label="Rounds a year", help="how often the firm decides"
    )
    approvals_a_round = Input(
        "idea/round",
        slider=(0, 10),
        step=0.5,
        group=_FUNNEL,
        label="Approved in a round",
        help="at most: what the firm's calendar has room for",
    )
    review_cost = Input(
        "USD/idea",
        slider=(0, 50_000),
        step=500,
        group=_MONEY,
        label="Cost of looking at one",
        help="reviewing one idea that qualifies",
    )
    consolation = Input(
        "USD/idea",
        slider=(0, 5_000),
        step=50,
        group=_MONEY,
        label="To one that is refused",
        help="paid to each that qualifies and is not approved",
    )
    launch_cost = Input(
        "USD/idea",
        slider=(0, 2_000_000),
        step=10_000,
        group=_MONEY,
        label="Cost of one launch",
        help="from approval to the shelf",
    )
    qualified_seen = Input(
        "idea", slider=(1, 1_000), step=1, group=_COUNT, label="Looked at", help="ideas that were decided on"
    )
    approved_seen = Input(
        "idea",
        slider=(0, 100),
        step=1,
        group=_COUNT,
        label="Approved of them",
        help="of the ideas that were decided on",
    )
    confidence = Input(
        "share",
        default=0.95,
        slider=(0.5, 0.99),
        step=0.01,
        group=_COUNT,
        label="How sure",
        help="how often an interval made in this way holds the true rate",
        reason="the usual choice",
    )
    times_as_many = Input(
        "",
        default=1,
        slider=(0.5, 100),
        log=True,
        group=_COUNT,
        label="Times as many",
        help="of both, at the same rate: what a longer look would tell",
        reason="the count as it is",
    )
    list_price = Input(
        "USD/unit", slider=(5, 800), step=1, group=_CREATOR, label="Price in the shop", help="what a buyer pays"
    )
    net_share = Input(
        "share",
        slider=(0.2, 1),
        step=0.01,
        group=_CREATOR,
        label="Net sales",
        help="of the price in the shop, what reaches the firm",
    )
    royalty = Input(
        "share", slider=(0, 0.2), step=0.005, group=_CREATOR, label="Royalty", help="of net sales, to the creator"
    )
    units_sold = Input(
        "unit", slider=(1_000, 1_000_000), log=True, group=_CREATOR, label="Units sold", help="over a product's life"
    )
    hours = Input(
        "hour/idea", slider=(1, 2_000), log=True, group=_CREATOR, label="Hours", help="that a creator puts into an idea"
    )

    one_idea = Input("idea", default=1, fixed=True, help="a royalty is for one idea")

    # --- the gates

    @output("idea/year", label="Ideas that qualify")
    def qualified_a_year(self) -> Value:
        """The ideas that gather enough support in a year."""
        return self.submitted * self.qualify_share

    @output("idea/round", label="Ideas that qualify in a round")
    def qualified_a_round(self) -> Value:
        """The ideas that the firm has to decide on in one round."""
        return self.qualified_a_year / self.rounds_a_year

    @output("idea/round", label="Approved")
    def approved_a_round(self) -> Value:
        """The ideas approved in a round: what the calendar has room for, and never more than there are."""
        return minimum(self.approvals_a_round, self.qualified_a_round)

    @output("share", label="Approved of those that qualify")
    def approval_rate(self) -> Value:
        """The share of the ideas that qualify which is approved."""
        return self.approved_a_round / self.qualified_a_round

    @output("share", label="Chance from the start")
    def chance_from_start(self) -> Value:
        """The chance that an idea just handed in is launched one day."""
        return self.qualify_share * self.approval_rate

    @output("idea", label="Ideas for one launch")
    def ideas_for_one_launch(self) -> Value:
        """How many ideas must be handed in for one launch."""
        return self.one_idea / self.chance_from_start

    @output("idea/year", label="Launches a year")
    def launched_a_year(self) -> Value:
        """The ideas that are launched in a year."""
        return self.approved_a_round * self.rounds_a_year

    @output("idea/year", label="Refused a year")
    def refused_a_year(self) -> Value:
        """The ideas that qualify in a year and are not approved."""
        return self.qualified_a_year - self.launched_a_year

    # --- what it costs the firm

    @output("USD/year", label="Cost a year")
    def cost_a_year(self) -> Value:
        """What looking, refusing and launching cost in a year."""
        looking = self.qualified_a_year * self.review_cost
        return looking + self.refused_a_year * self.consolation + self.launched_a_year * self.launch_cost

    @output("USD/year", label="Cost of refusing")
    def refusing_cost(self) -> Value:
        """What the refused ideas of a year cost: they were looked at, and get something."""
        return self.refused_a_year * (self.review_cost + self.consolation)

    @output("USD/idea", label="Cost of one launched idea")
    def cost_per_launch(self) -> Value:
        """All costs of a year over its launches."""
        return self.cost_a_year / self.launched_a_year

    # --- how much does a small count tell?

    @output("share", label="Rate seen")
    def seen_rate(self) -> Value:
        """The share that was approved of those looked at."""
        return minimum(self.approved_seen / self.qualified_seen, 1)

    @output("idea", label="Ideas counted")
    def counted(self) -> Value:
        """The ideas looked at, or as many times more as one asks for."""
        return self.qualified_seen * self.times_as_many

    @output("", label="Standard deviations")
    def z(self) -> Value:
        """How many standard deviations the interval reaches to each side."""
        return normal_quantile((1 + self.confidence) / 2)

    @output("share", label="Weight of not knowing")
    def doubt(self) -> Value:
        """What the interval adds for a small count: it is small when many were looked at."""
        return self.z * self.z * self.one_idea / self.counted

    @output("share", label="Reach of the interval")
    def reach(self) -> Value:
        """Half of the length of Wilson's interval."""
        noise = self.seen_rate * (1 - self.seen_rate) * self.one_idea / self.counted
        small = self.doubt * self.one_idea / self.counted / 4
        return self.z * sqrt(maximum(noise + small, 0)) / (1 + self.doubt)

    @output("share", label="The rate is at least")
    def seen_low(self) -> Value:
        """The lower end of Wilson's interval (E. B. Wilson, Journal of the American Statistical Association, 1927)."""
        return (self.seen_rate + self.doubt / 2) / (1 + self.doubt) - self.reach

    @output("share", label="The rate is at most")
    def seen_high(self) -> Value:
        """The upper end of Wilson's interval."""
        return (self.seen_rate + self.doubt / 2) / (1 + self.doubt) + self.reach

    # --- what it pays the creator

    @output("USD/idea", label="Royalty, if launched")
    def royalty_if_launched(self) -> Value:
        """What a launched idea brings its creator over its life."""
        return self.royalty * self.net_share * self.list_price * self.units_sold / self.one_idea

    @output("USD/idea", label="Royalty to expect")
    def expected_royalty(self) -> Value:
        """The royalty times the chance of getting it, on the day the idea is handed in."""
        return self.chance_from_start * self.royalty_if_launched

    @output("USD/hour", label="Pay an hour to expect")
    def royalty_an_hour(self) -> Value:
        """The royalty to expect on the day the idea is handed in, over the hours put into it."""
        return self.expected_royalty / self.hours

    @output("USD/hour", label="Pay an hour, once qualified")
    def royalty_an_hour_after(self) -> Value:
        """The same for an idea that has gathered its supporters."""
        return self.approval_rate * self.royalty_if_launched / self.hours

    explorer = Explorer(
        title="What happens to the rate when more qualify?",
        claim="submitted",
        answer="approval_rate",
        lead="With {claim} handed in,",
        headline="the firm approves about {answer} of those that qualify.",
        also="royalty_an_hour",
        also_text="A creator can expect {also}.",
        also_missing="What a creator can expect is not available.",
        views=(
            View(
                id="rate",
                title="What happens to the rate when more are handed in?",
                x="submitted",
                y="approval_rate",
                x_title="ideas handed in a year",
                y_title="approved of those that qualify",
                marks=(Mark("submitted", "here: {y}"),),
            ),
            View(
                id="pay",
                title="What can a creator expect?",
                x="submitted",
                y="royalty_an_hour",
                x_title="ideas handed in a year",
                y_title="royalty to expect, USD an hour",
                marks=(Mark("submitted", "here: {y}"),),
            ),
            View(
                id="refusing",
                title="What does refusing cost?",
                x="submitted",
                y="refusing_cost",
                x_title="ideas handed in a year",
                y_title="cost of refusing, USD a year",
                marks=(Mark("submitted", "here: {y}"),),
            ),
            View(
                id="count",
                title="How much does a count tell?",
                x="times_as_many",
                y="seen_high",
                x_title="times as many of both, at the same rate",
                y_title="the rate is at most",
                line="seen_low",
                line_text="at least {value}",
                line_never="It is at least {value}.",
                marks=(Mark("times_as_many", "at most {y}"),),
                claim="qualified_seen",
                lead="With {claim} looked at,",
            ),
        ),
    )
