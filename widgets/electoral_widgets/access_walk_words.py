"""The words of the walk through a station: places, the checklist with its sources, what is seen."""

from __future__ import annotations

from electoral_datasets.i18n import N_

TEXTS = {
    "title": N_("A walk through a polling station"),
    "intro": N_(
        "Walk through an invented station, place by place, with the checklist. Whom a barrier "
        "stops, how many they are and what a repair costs is invented too. What is asked has its "
        "source beside it."
    ),
    "guess": N_("Before you go in: of {count} things to look at, how many keep somebody out?"),
    "guess_few": N_("One to three"),
    "guess_half": N_("About half, five to nine"),
    "guess_all": N_("Eleven or more"),
    "go_in": N_("Go in"),
    "plan": N_("Plan of the station, seen from above. The list of places is the same walk."),
    "walk": N_("The places, in the order of the walk"),
    "place": N_("{number}. {place}: {done} of {of} looked at"),
    "asked": N_("Asked: {question}"),
    "barrier": N_("A barrier"),
    "no_barrier": N_("No barrier"),
    "before": N_("Place before"),
    "next": N_("Next place"),
    "check": N_("Check my marks"),
    "unmarked": N_("Not looked at yet: {count}. First look there: {place}."),
    "checked": N_("What keeps somebody out"),
    "right": N_("seen rightly"),
    "wrong": N_("seen otherwise"),
    "people": N_("The voters of this station who may be stopped"),
    "people_text": N_(
        "Each group comes through only when nothing in its row is a barrier. The numbers are "
        "invented."
    ),
    "group": N_("Group"),
    "voters": N_("Voters"),
    "stopped_by": N_("Stopped by a barrier at"),
    "prices": N_("What a repair would cost, in thousand som"),
    "thing": N_("Thing"),
    "cost": N_("Cost"),
    "money": N_("What would you open first?"),
    "money_marked": N_("Your plan, if your marks are right"),
    "budget": N_("Budget, in thousand som"),
    "hunch": N_(
        "Somebody removes, one after the other, what lets most voters through for its money. Is "
        "that the plan that opens the way for most voters?"
    ),
    "hunch_always": N_("Yes, always"),
    "hunch_often": N_("Often, not always"),
    "to_plan": N_("To the plan"),
    "choose": N_("Remove"),
    "barrier_head": N_("Barrier"),
    "alone": N_("Voters let through by this alone"),
    "left": N_("Costs {cost} of {budget} thousand som."),
    "too_dear": N_("Costs {cost} of {budget} thousand som: too much by {over}."),
    "opened": N_("Comes through now: {opened} of {out} voters, {groups} of {all} groups."),
    "comes": N_("comes through"),
    "stays": N_("stopped still: {barriers}"),
    "show_best": N_("Show the best plans"),
    "best": N_("The best plans under this budget, found by trying all"),
    "removes": N_("Removes"),
    "other": N_("Another station"),
    "again": N_("Walk again"),
    "none_marked": N_("You have marked no barrier yet."),
}

PLACE_NAMES = {
    "yard": N_("The yard"),
    "door": N_("The door"),
    "hall": N_("The hall"),
    "desk": N_("The desk of the operator"),
    "booths": N_("The booths"),
    "box": N_("The ballot box"),
    "homes": N_("The homes of voters who cannot come"),
}

DEMANDS = {
    "way_in": (
        N_("Can somebody who climbs no steps get in?"),
        N_("The Central Commission counts stations with a ramp (its news 5565; knews.kg)."),
    ),
    "languages": (
        N_("Is the ballot in the state language and in the official one?"),
        N_("Law № 68, Article 30.6, edition 2015-2019."),
    ),
    "documents": (
        N_("Are all three documents accepted?"),
        N_(
            "In the press, on 2025: ID card, foreign passport, e-passport in the app "
            "(24.kg/346768)."
        ),
    ),
    "closing": (
        N_("May whoever is inside at 20:00 still vote?"),
        N_("Law № 68, Article 35.1, edition 2015-2019."),
    ),
    "needs": (
        N_("Does the station know which of its voters need what?"),
        N_("In the press: the Central Commission has a map of needs (mk.kg, for.kg, news.com.kg)."),
    ),
    "identify": (
        N_("Can everybody be identified, by finger or by face?"),
        N_("In the press: the operator identifies by fingerprint or face (24.kg/349124)."),
    ),
    "stencil": (
        N_("Is there a stencil, and can it be used?"),
        N_("Law № 68, Article 30, edition 2015-2019: a stencil at every station."),
    ),
    "secret": (
        N_("Can nobody see how the ballot is filled in?"),
        N_("CIS Convention of 2002, Article 5."),
    ),
    "outside": (
        N_("Can somebody who cannot come vote outside the station?"),
        N_("Such ballots have a column of their own in the table of 2017."),
    ),
}
"""Of each demand the question and where it comes from; what a station should do about it beyond
that is our own thought."""

FEATURE_NAMES = {
    "ramp": N_("The way up to the door"),
    "sill": N_("The sill of the door"),
    "ballots": N_("The language of the ballots"),
    "papers": N_("The sheet about documents"),
    "closing": N_("The end of voting"),
    "needs": N_("The list of needs"),
    "camera": N_("The height of the device"),
    "finger": N_("A finger that is not read"),
    "stencil": N_("The stencil"),
    "table": N_("A booth for a wheelchair"),
    "view": N_("The view into the booths"),
    "paper": N_("The way into the box"),
    "visit": N_("The request for a home visit"),
    "bedside": N_("The vote at home"),
}

GOOD = {
    "ramp": N_("Four steps lead to the door. Beside them is a gentle ramp with a rail."),
    "sill": N_("The doorway is wide, and level with the floor."),
    "ballots": N_("The ballots can be read in the state language and in the official one."),
    "papers": N_(
        "A sheet on the wall: ID card, foreign passport, or the passport in the phone app."
    ),
    "closing": N_("A member explains: whoever is inside at 20:00 still votes."),
    "needs": N_("On the desk lies a list: which of the voters here needs what."),
    "camera": N_("The device can be turned, and lowered to somebody who sits."),
    "finger": N_("A finger is not read. The operator then takes a picture of the face."),
    "stencil": N_("A stencil lies in the booth, and the member beside it can explain its use."),
    "table": N_("One booth has room for a wheelchair, and a low table in it."),
    "view": N_("The booths stand open to the wall, and nobody waits on that side."),
    "paper": N_("Voters put the ballot in with their own hands, face down."),
    "visit": N_("A home visit can be asked for by phone, or by a neighbour."),
    "bedside": N_("At home the members turn away until the ballot is folded."),
}
"""What is seen when a thing is in order."""

BAD = {
    "ramp": N_("A ramp leads to the door. It is so steep that a wheelchair tips back."),
    "sill": N_("The doorway is wide. Its sill is as high as a brick."),
    "ballots": N_("Enough ballots were delivered. All of them are in one language."),
    "papers": N_("A sheet on the wall: only with an ID card."),
    "closing": N_("A member explains: at 20:00 we send home whoever still stands in the hall."),
    "needs": N_("Which of the voters here needs what? At the desk nobody knows; no list came."),
    "camera": N_(
        "The device stands on a high counter. Somebody who sits reaches neither camera nor "
        "fingerprint reader."
    ),
    "finger": N_("A finger is not read. The operator says: sorry, come back next time."),
    "stencil": N_("A stencil was delivered. It lies in the safe, and no member can explain it."),
    "table": N_(
        "A wheelchair fits into no booth. A friendly member offers the table in the middle of "
        "the room."
    ),
    "view": N_("The booths are open to the side on which the queue stands."),
    "paper": N_("A helpful member takes each ballot, looks at it and puts it in."),
    "visit": N_("A home visit can be asked for here at the desk, in person."),
    "bedside": N_("At home the whole family gathers round the ballot to help."),
}
"""What is seen when it is a barrier."""

GROUP_NAMES = {
    "wheelchair": N_("voters in a wheelchair"),
    "old": N_("old voters who walk with difficulty"),
    "blind": N_("blind voters"),
    "deaf": N_("deaf voters"),
    "language": N_("voters who read only the other language"),
    "first": N_("first-time voters with the passport in the phone"),
    "back": N_("voters back from work abroad, with a foreign passport"),
    "shift": N_("voters who come late, after a shift"),
    "hands": N_("voters with worn fingertips"),
    "pressed": N_("voters whom somebody watches"),
    "homebound": N_("voters who cannot leave home"),
}

STOPS = N_("A barrier. It stops: {groups}.")
STOPS_NOBODY = N_("No barrier.")

GUESSED_RIGHT = N_("Your guess was right: {bad} of {count}.")
GUESSED_WRONG = N_("Your guess was not right: it is {bad} of {count}.")
SEEN = N_("Seen rightly: {right} of {count}. Voters who are stopped somewhere: {out}.")

PLAN_NAMES = {
    "own": N_("Yours"),
    "step": N_("Most voters for the money, one by one"),
    "voters": N_("Most voters"),
    "groups": N_("Most groups, then most voters"),
}

NOTHING = N_("nothing")

HUNCH = {
    "always": N_("You said: always."),
    "often": N_("You said: often, not always."),
}
STEPS_LOSE = N_(
    "Here it is not: one by one opens the way for {step} voters, another plan for {best}. Whoever "
    "takes one by one may spend the money too early, and never begins a chain."
)
STEPS_WIN = N_(
    "Under this budget it is. Not under every one: where several barriers stand in a row, none of "
    "them opens anything alone."
)
AIMS_DIFFER = N_(
    "The two aims want different plans: most voters leaves {voters} groups outside, most groups "
    "leaves {groups}. No calculation says which aim is right."
)
AIMS_AGREE = N_("Here one plan serves both aims.")
NEVER_OPEN = N_("No plan within this budget opens the way for: {groups}.")
