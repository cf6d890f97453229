"""A community that grows by itself and by word of mouth: how large, how fast, and how many of it do something."""

from __future__ import annotations

from ..engine import (
    Explorer,
    Horizon,
    Input,
    Mark,
    Model,
    Value,
    View,
    last,
    log,
    not_available,
    output,
    previous,
    where,
)

_GROWTH, _USE = "Growth", "Who does what"


class CommunityGrowth(Model):
    """The growth of a community after Bass, month by month.

    Of those who might join and have not, some come by themselves (innovation) and some because members tell them
    (imitation). F. M. Bass, "A new product growth for model consumer durables", Management Science 15 (1969).
    """

    potential = Input(
        "member",
        slider=(5_000, 500_000),
        log=True,
        group=_GROWTH,
        label="All who might ever join",
        help="where the growth ends (the market potential)",
    )
    innovation = Input(
        "1/year",
        slider=(0.001, 2),
        step=0.001,
        log=True,
        group=_GROWTH,
        label="Come by themselves",
        help="share of those not yet in who come in a year, unasked (Bass's p)",
    )
    imitation = Input(
        "1/year",
        slider=(0, 2),
        step=0.01,
        group=_GROWTH,
        label="Come because of members",
        help="the same for those whom members draw in, were all of them members (Bass's q)",
    )
    founders = Input(
        "member", slider=(1, 2_000), step=1, group=_GROWTH, label="There at the start", help="members on the first day"
    )
    horizon = Horizon(
        "year",
        longest=40,
        default=4,
        slider=(2, 12),
        step=1,
        group=_GROWTH,
        label="Years looked at",
        help="from the day the site opens",
        reason="twice as far as the counts reach",
    )
    active_share = Input(
        "share",
        slider=(0.001, 0.2),
        step=0.001,
        group=_USE,
        label="Share who take part regularly",
        help="members who post or draw again and again",
    )
    buyer_share = Input(
        "share",
        slider=(0, 0.1),
        step=0.001,
        group=_USE,
        label="Share who pay something",
        help="members who have put money down",
    )

    step = Input("year", default=1 / 12, fixed=True, label="One month", help="the length of one period")

    @output("member", label="Members")
    def members(self) -> Value:
        """The members at the end of each month: those before, and a share of those who are not in yet."""
        before = previous(self.members, self.founders)
        drawn = self.innovation + self.imitation * before / self.potential
        return before + drawn * (self.potential - before) * self.step

    @output("member/year", label="Joining")
    def joining(self) -> Value:
        """The pace at which people join, in each month."""
        return (self.members - previous(self.members, self.founders)) / self.step

    @output("member", label="Members who take part regularly")
    def active(self) -> Value:
        """The members of each month who take part regularly, if their share stays."""
        return self.members * self.active_share

    @output("member", label="Have paid something")
    def buyers(self) -> Value:
        """The members of each month who have put money down, if their share stays."""
        return self.members * self.buyer_share

    @output("member", label="Members at the end")
    def members_at_end(self) -> Value:
        """The members at the end of the years looked at."""
        return last(self.members)

    @output("share", label="Share of all who might join")
    def share_reached(self) -> Value:
        """How much of its potential the community has reached at the end."""
        return self.members_at_end / self.potential

    @output("year", label="When most join")
    def peak_time(self) -> Value:
        """The time at which most people join, for a start from nobody (Bass 1969); not available without a peak."""
        peak = log(self.imitation / self.innovation) / (self.innovation + self.imitation)
        return where(self.imitation > self.innovation, peak, not_available)

    explorer = Explorer(
        title="Which curve goes through the counts?",
        claim="potential",
        answer="members_at_end",
        lead="If {claim} might ever join, there are",
        headline="{answer} at the end.",
        views=(
            View(
                id="growth",
                title="How far does the community grow?",
                x="horizon",
                y="members",
                x_title="years since the site opened",
                y_title="members",
                marks=(Mark("last", "at the end: {y}"),),
            ),
            View(
                id="active",
                title="And how many take part?",
                x="horizon",
                y="active",
                x_title="years since the site opened",
                y_title="members who take part regularly",
                marks=(Mark("last", "at the end: {y}"),),
            ),
        ),
    )
