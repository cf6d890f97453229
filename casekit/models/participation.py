"""Is it worth entering? Probability times value, less the cost of the effort; and how a crowd answers to a prize."""

from __future__ import annotations

from ..engine import Explorer, Input, Mark, Model, Value, View, maximum, minimum, output, sqrt, where

_CONTEST, _ENTRANT = "The contest", "The entrant"


class Participation(Model):
    """One who thinks of entering a contest, among others who think the same.

    The upper half is the entrant's own sum. The lower half is the standard contest of equals: each chance of winning
    is the part of one's own effort in everybody's (G. Tullock, "Efficient rent seeking", 1980; L. C. Corchón, "The
    theory of contests: a survey", Review of Economic Design 11, 2007). Several prizes are taken as so many contests
    side by side.
    """

    part_of = (("winners", "entries"),)

    prize = Input("USD", slider=(0, 100_000), step=100, group=_CONTEST, label="Prize", help="to each winner")
    winners = Input(
        "entry", slider=(1, 100), log=True, group=_CONTEST, label="Winners", help="entries that get a prize"
    )
    entries = Input("entry", slider=(1, 10_000), log=True, group=_CONTEST, label="Entries", help="of all who take part")
    hours = Input(
        "hour/entry", slider=(0.5, 1_000), log=True, group=_ENTRANT, label="Hours", help="that an entry takes to make"
    )
    hour_value = Input(
        "USD/hour",
        slider=(0, 150),
        step=1,
        group=_ENTRANT,
        label="An hour is worth",
        help="what its maker could earn instead",
    )
    other_value = Input(
        "USD/entry",
        slider=(0, 5_000),
        step=10,
        group=_ENTRANT,
        label="Fun, learning, fame",
        help="what entering is worth beside the prize, in money",
    )
    entry_cost = Input(
        "USD/entry",
        slider=(1, 5_000),
        log=True,
        group=_ENTRANT,
        label="Least cost of an entry",
        help="what it takes to be in at all, before any effort to win",
    )

    one_entry = Input("entry", default=1, fixed=True, help="one's own entry")

    # --- one entrant

    @output("share", label="Chance of a prize")
    def chance(self) -> Value:
        """The chance of one entry among equals."""
        return minimum(self.winners / self.entries, 1)

    @output("USD/entry", label="Prize to expect")
    def expected_prize(self) -> Value:
        """Probability times value: the prize times the chance of getting it."""
        return self.chance * self.prize / self.one_entry

    @output("USD/hour", label="Pay an hour to expect")
    def pay_an_hour(self) -> Value:
        """The prize to expect over the hours that an entry takes."""
        return self.expected_prize / self.hours

    @output("USD/entry", label="Cost of the effort")
    def effort_cost(self) -> Value:
        """What the hours of an entry would have earned elsewhere."""
        return self.hours * self.hour_value

    @output("USD/entry", label="Gain of entering")
    def gain(self) -> Value:
        """Prize to expect and everything else that entering is worth, less the cost of the effort."""
        return self.expected_prize + self.other_value - self.effort_cost

    @output("USD/entry", label="The rest must be worth")
    def other_needed(self) -> Value:
        """What fun, learning and fame must be worth so that entering is no loss."""
        return maximum(self.effort_cost - self.expected_prize, 0)

    # --- all of them

    @output("hour", label="Hours of everybody")
    def hours_given(self) -> Value:
        """The hours that all entries took together."""
        return self.entries * self.hours

    @output("hour", label="Hours without a prize")
    def hours_unpaid(self) -> Value:
        """The hours behind entries that get nothing."""
        return maximum(self.entries - self.winners, 0) * self.hours

    @output("USD/hour", label="The firm pays for an hour")
    def firm_pays_an_hour(self) -> Value:
        """All prizes over the hours of everybody.

        It is the pay an hour to expect, seen from the other side.
        """
        return self.prize * minimum(self.winners, self.entries) / self.one_entry / self.hours_given

    # --- how a crowd of equals answers

    @output("", label="Rivals for one prize")
    def rivals(self) -> Value:
        """How many entries there are for each prize, one's own included."""
        return 1 / self.chance

    @output("USD/entry", label="Effort of each, in balance")
    def effort_each(self) -> Value:
        """What each puts in when nobody gains by putting in more or less: V (n - 1) / n^2."""
        return self.prize / self.one_entry * (self.rivals - 1) / self.rivals**2

    @output("USD", label="Effort of everybody, in balance")
    def effort_of_all(self) -> Value:
        """What all put in together; with many it nears the prizes themselves."""
        return self.entries * self.effort_each

    @output("USD/entry", label="Gain of each, in balance")
    def gain_each(self) -> Value:
        """What each can expect above the effort to win: V / n^2, before the least cost of an entry."""
        return self.prize / self.one_entry / self.rivals**2

    @output("entry", label="Entries until nobody gains")
    def entries_until_nobody_gains(self) -> Value:
        """How many enter before one more would lose by it: for each prize the root of V over the cost of an entry.

        Nobody does where being in at all costs more than the prize.
        """
        for_each_prize = sqrt(self.prize / (self.entry_cost * self.one_entry))
        return where(for_each_prize >= 1, self.winners * for_each_prize, 0)

    explorer = Explorer(
        title="Is it worth entering?",
        claim="entries",
        answer="pay_an_hour",
        lead="Among {claim},",
        headline="the prize to expect comes to about {answer}.",
        also="other_needed",
        also_text="The rest must be worth {also}.",
        also_missing="What the rest must be worth is not available.",
        views=(
            View(
                id="gain",
                title="What is left after the effort?",
                x="entries",
                y="gain",
                x_title="entries",
                y_title="gain of entering, USD an entry",
                line="0",
                line_text="above this line it is worth entering",
                line_never="It is never worth entering.",
                marks=(Mark("entries", "here: {y}"),),
            ),
            View(
                id="crowd",
                title="How many does a prize draw?",
                x="prize",
                y="entries_until_nobody_gains",
                x_title="prize, USD",
                y_title="entries until nobody gains",
                line="entries",
                line_text="there are {value}",
                marks=(Mark("prize", "this prize: {y}"),),
            ),
        ),
    )
