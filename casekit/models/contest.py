"""A contest decided by votes: how firm is the winner's lead?"""

from __future__ import annotations

from ..engine import Explorer, Input, Mark, Model, Value, View, normal_cdf, output, sqrt


class ContestLead(Model):
    """A leader and a runner-up, each with a mean vote that another vote would move a little."""

    lead = Input(
        "point",
        slider=(0, 0.5),
        step=0.001,
        group="The vote",
        label="Lead of the winner",
        help="the difference of two mean votes",
    )
    vote_noise = Input(
        "point",
        slider=(0.01, 0.5),
        step=0.01,
        group="The vote",
        label="Noise of a mean vote",
        help="how far the mean of one design would move if the vote were held again",
    )

    @output("share", label="Chance that the same design is ahead again")
    def chance_same_winner(self) -> Value:
        """The chance that a second vote keeps the two in order (a normal difference of two means)."""
        return normal_cdf(self.lead / (self.vote_noise * sqrt(2.0)))

    explorer = Explorer(
        title="Would a second vote keep the order?",
        claim="lead",
        answer="chance_same_winner",
        lead="With a lead of {claim}, the same design is ahead again in",
        headline="{answer} of all second votes.",
        views=(
            View(
                id="order",
                title="How large a lead is a choice, and not a coin toss?",
                x="lead",
                y="chance_same_winner",
                x_title="lead of the winner, points",
                y_title="chance that the same design is ahead again",
                marks=(Mark("lead", "this contest: {y}"),),
            ),
        ),
    )
