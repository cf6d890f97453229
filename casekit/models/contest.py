"""A contest decided by votes: how firm is the lead, what does the vote know, how good is the best of many?"""

from __future__ import annotations

from ..engine import (
    Explorer,
    Input,
    Mark,
    Model,
    Value,
    View,
    best_below,
    best_of,
    both_above,
    minimum,
    normal_cdf,
    normal_quantile,
    output,
    sqrt,
    where,
)
from ._normal import density

_VOTERS, _CONTEST, _DEMAND = "The voters", "The contest", "Demand"


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


class CrowdVote(Model):
    """What a crowd's vote says about what buyers will buy.

    Some of the voters would buy; the others have a taste of their own, which goes along with the buyers' more or
    less. The mean vote on a design holds the taste of both, and the chance of who happened to vote.
    """

    votes = Input(
        "vote/design", slider=(5, 5_000), log=True, group=_VOTERS, label="Votes on a design", help="on average"
    )
    buyers_among = Input(
        "share",
        slider=(0, 1),
        step=0.01,
        group=_VOTERS,
        label="Voters who would buy",
        help="of all who vote",
    )
    others_match = Input(
        "",
        slider=(-0.5, 0.9),
        step=0.05,
        between=(-1, 1),
        group=_VOTERS,
        label="Taste of the others",
        help="how far it goes along with the buyers' (a correlation)",
    )
    vote_spread = Input(
        "",
        slider=(0.2, 10),
        step=0.1,
        group=_VOTERS,
        label="Spread of single votes",
        help="on one design, in spreads of taste between designs",
    )

    one_vote = Input("vote/design", default=1, fixed=True, help="a spread is that of one vote")

    @output("", label="Noise of a mean vote")
    def noise(self) -> Value:
        """How far a mean vote would move by chance, in spreads of taste between designs."""
        return self.vote_spread / sqrt(self.votes / self.one_vote)

    @output("", label="Taste that a vote holds")
    def shared_taste(self) -> Value:
        """How much of the buyers' taste is in a mean vote without chance (a covariance)."""
        return self.buyers_among + (1 - self.buyers_among) * self.others_match

    @output("", label="Spread of mean votes")
    def taste_variance(self) -> Value:
        """How far mean votes without chance differ from design to design (a variance)."""
        others = 1 - self.buyers_among
        both = 2 * self.buyers_among * others * self.others_match
        return self.buyers_among * self.buyers_among + others * others + both

    @output("", label="Quality of the vote")
    def vote_quality(self) -> Value:
        """How well the vote goes along with what buyers want: a correlation, 1 when it knows."""
        return self.shared_taste / sqrt(self.taste_variance + self.noise * self.noise)

    @output("", label="Quality with endless votes")
    def vote_quality_everybody(self) -> Value:
        """The same without chance: what more votes of the same people can reach, and no more."""
        return self.shared_taste / sqrt(self.taste_variance)

    explorer = Explorer(
        title="What makes a vote better?",
        claim="buyers_among",
        answer="vote_quality",
        lead="If {claim} of the voters would buy,",
        headline="the vote's quality is about {answer}.",
        also="vote_quality_everybody",
        also_text="With endless votes of the same people it would be {also}.",
        also_missing="With endless votes it is not available.",
        views=(
            View(
                id="votes",
                title="Do more votes make it better?",
                x="votes",
                y="vote_quality",
                x_title="votes on a design",
                y_title="quality of the vote",
                line="vote_quality_everybody",
                line_text="with endless votes of the same people: {value}",
                marks=(Mark("votes", "here: {y}"),),
            ),
            View(
                id="buyers",
                title="Do more buyers among the voters make it better?",
                x="buyers_among",
                y="vote_quality",
                x_title="share of voters who would buy",
                y_title="quality of the vote",
                marks=(Mark("buyers_among", "here: {y}"),),
            ),
        ),
    )


class DesignContest(Model):
    """The best of many designs, chosen by a score that goes along with demand only so far.

    Scores and demand are normal and correlated. The more designs, the higher the best score; of that lead, demand keeps
    the part that the vote's quality lets through, and the rest is gone at the till (regression to the mean).
    """

    part_of = (("printed", "designs"),)

    designs = Input(
        "design", slider=(2, 10_000), log=True, group=_CONTEST, label="Designs", help="handed in and voted on"
    )
    printed = Input("design", slider=(1, 200), log=True, group=_CONTEST, label="Made of them", help="the best by score")
    vote_quality = Input(
        "",
        slider=(0, 0.95),
        step=0.01,
        between=(-1, 1),
        group=_CONTEST,
        label="Quality of the vote",
        help="how well the score goes along with demand (a correlation)",
    )
    mean_demand = Input(
        "unit/design",
        slider=(10, 20_000),
        log=True,
        group=_DEMAND,
        label="Demand for a design",
        help="what a design picked at random would sell, on average",
    )
    demand_spread = Input(
        "unit/design",
        slider=(1, 20_000),
        log=True,
        group=_DEMAND,
        label="Spread of demand",
        help="how far designs differ (a standard deviation)",
    )
    enough = Input(
        "unit/design",
        slider=(1, 20_000),
        log=True,
        group=_DEMAND,
        label="Enough",
        help="what a design has to sell to be worth making",
    )
    margin = Input(
        "USD/unit", slider=(0, 100), step=0.5, group=_DEMAND, label="Left of one unit", help="price less its own cost"
    )

    one_design = Input("design", default=1, fixed=True, help="one more design")

    # --- the best one

    @output("", label="Score of the best design")
    def best_score(self) -> Value:
        """The expected highest of so many scores, in standard deviations above the mean (an order statistic)."""
        return best_of(self.designs / self.one_design)

    @output("", label="Demand of the best design stands at")
    def best_standing(self) -> Value:
        """How far its demand stands above the mean, in standard deviations: the score's lead, shrunk by the vote."""
        return self.vote_quality * self.best_score

    @output("unit/design", label="Demand of the best design")
    def best_demand(self) -> Value:
        """What the design with the highest score can be expected to sell."""
        return self.mean_demand + self.best_standing * self.demand_spread

    @output("", label="One more design adds")
    def one_more(self) -> Value:
        """By how much the highest score rises with one more design, in standard deviations."""
        return best_of(self.designs / self.one_design + 1) - self.best_score

    @output("USD/design", label="One more design is worth")
    def worth_of_one_more(self) -> Value:
        """What one more design adds to what the best one leaves, before it is handled at all."""
        return self.one_more * self.vote_quality * self.demand_spread * self.margin

    @output("", label="What is enough, in standard deviations")
    def hurdle(self) -> Value:
        """How far above the mean a design must sell to be worth making, in standard deviations."""
        return (self.enough - self.mean_demand) / self.demand_spread

    @output("share", label="Chance that the best one fails")
    def chance_best_fails(self) -> Value:
        """The chance that the design with the highest score sells less than is enough."""
        return best_below(self.hurdle, self.vote_quality, self.designs / self.one_design)

    # --- all that are made

    @output("share", label="Made of those handed in")
    def chosen_share(self) -> Value:
        """The share of the designs that is made (the selection ratio)."""
        return minimum(self.printed / self.designs, 1)

    @output("", label="The mark for being made")
    def mark(self) -> Value:
        """The score that a design must reach to be made, in standard deviations above the mean."""
        return normal_quantile(1 - self.chosen_share)

    @output("", label="Demand of those made stands at")
    def printed_standing(self) -> Value:
        """How far the demand of those made stands above the mean, in standard deviations, on average.

        As if there were endlessly many designs and this share of them were made: a single one made of few stands a
        little lower (see the best design).
        """
        score = where(self.chosen_share < 1, density(self.mark) / self.chosen_share, 0)
        return self.vote_quality * score

    @output("unit/design", label="Demand of those made")
    def printed_demand(self) -> Value:
        """What those made can be expected to sell, on average."""
        return self.mean_demand + self.printed_standing * self.demand_spread

    @output("share", label="Designs that would sell enough")
    def base_rate(self) -> Value:
        """The share of all designs that would sell enough, chosen or not (the base rate)."""
        return 1 - normal_cdf(self.hurdle)

    @output("share", label="Made ones that sell enough")
    def success_share(self) -> Value:
        """The share of those made that sell enough.

        H. C. Taylor and J. T. Russell, "The relationship of validity coefficients to the practical effectiveness of
        tests in selection", Journal of Applied Psychology 23 (1939).
        """
        chosen = both_above(self.hurdle, self.mark, self.vote_quality) / self.chosen_share
        return where(self.chosen_share < 1, chosen, self.base_rate)

    explorer = Explorer(
        title="A bigger crowd, or a better vote?",
        claim="designs",
        answer="best_standing",
        lead="With {claim},",
        headline="the best stands about {answer} standard deviations above the mean in demand.",
        also="success_share",
        also_text="Of those made, {also} sell enough.",
        also_missing="How many of those made sell enough is not available.",
        views=(
            View(
                id="crowd",
                title="What do more designs add?",
                x="designs",
                y="best_standing",
                x_title="designs handed in",
                y_title="demand of the best, standard deviations above the mean",
                marks=(Mark("designs", "here: {y}"),),
            ),
            View(
                id="vote",
                title="What does a better vote add?",
                x="vote_quality",
                y="best_standing",
                x_title="quality of the vote",
                y_title="demand of the best, standard deviations above the mean",
                marks=(Mark("vote_quality", "here: {y}"),),
            ),
            View(
                id="success",
                title="How many of those made sell enough?",
                x="vote_quality",
                y="success_share",
                x_title="quality of the vote",
                y_title="share of those made that sell enough",
                line="base_rate",
                line_text="picked at random: {value}",
                marks=(Mark("vote_quality", "here: {y}"),),
            ),
            View(
                id="fails",
                title="Can the best one fail?",
                x="vote_quality",
                y="chance_best_fails",
                x_title="quality of the vote",
                y_title="chance that the best one fails",
                marks=(Mark("vote_quality", "here: {y}"),),
            ),
        ),
    )
