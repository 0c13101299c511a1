"""The words of the insider's lab: moves, who notices, what it is called."""

from __future__ import annotations

from electoral_datasets.i18n import N_

TEXTS = {
    "title": N_("The insider's lab"),
    "intro": N_(
        "An invented election: 12 people on the roll, three candidates, encrypted votes. All is "
        "published in one file, and a program that everybody can run, the verifier, checks it. "
        "You run the server that writes this file."
    ),
    "question": N_(
        "Candidate B is two votes behind. Can you make B win so that the public file still passes "
        "the verifier?"
    ),
    "guess_never": N_("Never: the verifier sees everything"),
    "guess_help": N_("Only with help from others"),
    "guess_easily": N_("Easily: it is my server"),
    "show": N_("Sit down at the server"),
    "goal": N_("Your goal: B is first, and the verifier accepts the file."),
    "help": N_("Who helps you?"),
    "registrar": N_("The registrar, who made the voters' keys, gives you copies of them"),
    "phone": N_("The phone maker lets phones encrypt another vote than the one chosen"),
    "bought": N_("Some voters take money and vote as you wish"),
    "trustees": N_("Trustees who help (three hold the key; two can open a ballot)"),
    "plan": N_("Your plan"),
    "move": N_("Move"),
    "voter": N_("Voter"),
    "add": N_("Add to the plan"),
    "remove": N_("Remove"),
    "remove_act": N_("Remove: {act}"),
    "nothing": N_("Nothing yet. Choose a move and add it."),
    "full": N_("The plan is full. Remove a move first."),
    "there": N_("This is in the plan already."),
    "rechain": N_("Compute fingerprints and chain anew after a change"),
    "rechain_text": N_(
        "A fingerprint is a number computed from a text. Each entry of the file names the "
        "fingerprint of the entry before."
    ),
    "publish": N_("Publish the file"),
    "publishing": N_("The file is written and checked…"),
    "file": N_("The public file"),
    "file_text": N_(
        "Numbered blocks are ballots, by voter. Below stands whom the ballot is for, or ? while it is sealed."
    ),
    "insecure": N_("Toy numbers, insecure: with them nothing is proved."),
    "file_table": N_("The file as a table"),
    "entry": N_("Entry"),
    "what": N_("What"),
    "done": N_("What you did"),
    "refused_by": N_("Check that does not hold"),
    "verdict": N_("What the verifier says"),
    "fails": N_("These checks do not hold:"),
    "passes": N_("All checks hold ({checks} computed)."),
    "passes_means": N_(
        "That means: these ballots are signed with keys on the roll, and counted rightly. It does not "
        "say that no ballot is missing, who used the keys, or what the phones encrypted."
    ),
    "result": N_("The result"),
    "candidate": N_("Candidate"),
    "voted": N_("As voted"),
    "published": N_("As published"),
    "others": N_("Who else can notice?"),
    "looks": N_(
        "People who look afterwards for their code, or for how they are listed: {number} of 1,000"
    ),
    "apart": N_("The list of those who voted is kept by others, not by the server"),
    "copies": N_("Monitors copy the file during the day"),
    "contrary": N_("What this is contrary to"),
    "contrary_text": N_(
        "It is so whether anybody notices or not. Which offence it is, the law of each country says."
    ),
    "score": N_("Score"),
    "gained": N_("B gains on A"),
    "by_file": N_("Noticed by the file"),
    "by_others": N_("Noticed by others"),
    "know": N_("Helpers who know"),
    "lessons": N_("What is possible, with whom, and who notices"),
    "lesson": N_("Move"),
    "lesson_file": N_("Verifier"),
    "lesson_gain": N_("B gains on A"),
    "lesson_others": N_("Who else can notice"),
    "untried": N_("not tried yet"),
    "try_all": N_("Try all that is left"),
    "trying": N_("All moves are being tried…"),
    "numbers": N_("Numbers"),
    "toy": N_("Toy: remainders of division by 2,039; insecure, quick"),
    "real": N_("Real: BELENIOS-2048, numbers of 617 digits"),
    "about": N_("What is assumed here"),
    "about_server": N_(
        "You let the voters in, so you know whose ballot is whose. The votes you do not know."
    ),
    "about_trustees": N_(
        "Trustees open the sum they are handed without running the verifier first. Helpers do as "
        "asked and keep silent. A list kept by others is right."
    ),
    "about_blind": N_(
        "No comparison here shows a phone that encrypts another vote, or a bought voter. The voter's "
        "cabinet has something against each: a test ballot that is opened, and voting again."
    ),
    "about_toy": N_(
        "With toy numbers a forged signature passes by luck about once in a thousand tries, and "
        "anybody can open a ballot by trying. So with them nothing is proved."
    ),
    "about_model": N_(
        "A model after Belenios, specification 2.0. Voters, votes and all chance are invented; "
        "they come from a seed."
    ),
    "anew": N_("Begin again with other voters"),
}

MOVE_NAMES = {
    "swallow": N_("Do not store a ballot"),
    "erase": N_("Take a stored ballot away"),
    "cast": N_("Vote for B in somebody's name"),
    "change": N_("Add votes to a sealed ballot"),
    "early": N_("Count an earlier ballot"),
    "tally": N_("Add votes to the encrypted sum"),
    "result": N_("Write another result"),
    "open": N_("Open the sum wrongly"),
    "phone": N_("Let a phone encrypt a vote for B"),
    "bribe": N_("Buy a vote"),
}

MOVE_TEXTS = {
    "swallow": N_("The voter's phone shows a code all the same. Of two ballots the last is meant."),
    "erase": N_("It stood in the file for some time. Of two ballots the last is meant."),
    "cast": N_("You have no key of the voter, so you forge the signature."),
    "cast_registrar": N_("The registrar's copy of the voter's key signs the ballot."),
    "change": N_(
        "Encrypted numbers can be added without opening them: three votes more for B go into the ballot."
    ),
    "early": N_("The voter voted twice. The sum takes the first ballot; both stay in the file."),
    "tally": N_("Three votes for B, encrypted by yourself, are put into the sum of all ballots."),
    "result": N_("Three votes more for B are written into the result at the very end."),
    "open": N_("One trustee opens the sum so that three votes more for B come out."),
    "phone": N_("Whatever the voter chooses, B is encrypted, and the code fits it."),
    "bribe": N_("The voter votes for B, for the first time or again."),
}

ACTS = {
    "swallow": N_("The ballot of voter {voter} is not stored."),
    "erase": N_("The ballot of voter {voter} is taken away."),
    "cast": N_("A ballot for B in the name of voter {voter}."),
    "change": N_("Three votes more for B in the ballot of voter {voter}."),
    "early": N_("The first ballot of voter {voter} counts."),
    "tally": N_("Three votes more for B in the encrypted sum."),
    "result": N_("Three votes more for B in the result."),
    "open": N_("A trustee opens three votes more for B."),
    "phone": N_("The phone of voter {voter} encrypts B."),
    "bribe": N_("Voter {voter} is paid to vote for B."),
}

NEEDS = {
    "phone": N_("{move} (needs the phone maker)"),
    "bought": N_("{move} (needs voters who take money)"),
    "trustee": N_("{move} (needs a trustee)"),
}

SEALED = N_("Voter {voter}: sealed")
TWICE = N_("Voter {voter}: voted twice, sealed")
READ = N_("Voter {voter}: for {choice}")
READ_TWICE = N_("Voter {voter}: for {first}, then for {choice}")
ABSENT = N_("Voter {voter}: did not vote")

KINDS = {
    "Setup": (N_("Keys"), N_("Question, keys and roll")),
    "EndBallots": (N_("End"), N_("End of voting")),
    "EncryptedTally": (N_("Sum"), N_("Encrypted sum of the ballots")),
    "PartialDecryption": (N_("Key"), N_("Opening by a trustee")),
    "Result": (N_("Result"), N_("Result")),
}
"""Of each entry that is no ballot: a short name for the picture, and a longer one."""

BALLOT = N_("Ballot of voter {voter}")

MARKS = {
    "missing": ("−", N_("missing")),
    "changed": ("≈", N_("changed")),
    "added": ("+", N_("added by you")),
    "phone": ("P", N_("encrypted by the phone as you wished")),
    "bought": ("$", N_("bought")),
}
"""A sign for the picture, and what it means."""

FAILS = ("×", N_("a check does not hold here"))

PICTURE = N_("Entries of the file: {entries}. Marked: {marked}.")
PICTURE_CLEAN = N_("Entries of the file: {entries}. None is marked.")
MARKED = N_("{what}: {marks}")
FAILING = N_("does not hold: {checks}")

HEADLINES = {
    "refused": N_("The verifier refuses this file. Nobody has to believe its result."),
    "honest": N_("The verifier accepts the file. You have changed nothing."),
    "behind": N_("The verifier accepts the file, but B is not first."),
    "noticed": N_("The verifier accepts the file and B is first, but others have noticed."),
    "lucky": N_(
        "The verifier accepts the file, B is first, and nobody noticed, because nobody looked."
    ),
    "unseen": N_(
        "The verifier accepts the file, B is first, and no comparison shows it. Only people can tell: "
        "those who know, or who see it happen."
    ),
}

NOTICES = {
    "codes": N_(
        "Affected: {affected}. Their codes are not where they should be. Looked and noticed: {found}."
    ),
    "codes_not": N_(
        "Affected: {affected}. Their codes are not where they should be. Nobody of them looked; the chance that somebody does is {chance}."
    ),
    "status": N_(
        "Affected: {affected}. Your list is wrong about whether they voted. Looked and complained: {found}."
    ),
    "status_not": N_(
        "Affected: {affected}. Your list is wrong about whether they voted. Nobody of them looked; the chance that somebody does is {chance}."
    ),
    "list": N_(
        "Everybody can compare: people who signed in: {people}; voters with a ballot in the file: {ballots}."
    ),
    "copies": N_(
        "Monitors compare: copies made during the day are not the beginning of your file."
    ),
}

NOBODY = N_("Nothing outside the file fails to fit.")

NOTICERS = {
    "codes": N_("voters who look for their code"),
    "list": N_("anybody who compares list and file"),
    "status": N_("people who look how they are listed"),
    "copies": N_("monitors with copies"),
}
NO_NOTICER = N_("nobody")
NO_NEED = N_("not needed: the file shows it")

YES = N_("yes")
NO = N_("no")

CONTRARY = {
    "rec10": N_(
        "Standard 10: neither the system nor undue influence affects the voter's intention."
    ),
    "rec15": N_(
        "Standard 15: voters can check that their vote was taken as meant and stored unaltered."
    ),
    "rec17": N_("Standard 17: sound evidence that each authentic vote is counted."),
    "rec18": N_("Standard 18: evidence that only eligible votes are included."),
    "rec19": N_("Standard 19: votes are secret at all stages."),
    "rec26": N_("Standard 26: an opened vote cannot be linked to its voter."),
    "cis5": N_("CIS Convention, Article 5: voting is secret, and nobody may limit this secrecy."),
    "cis8": N_(
        "CIS Convention, Article 8(1): people choose whether to take part without influence, "
        "violence, threat or coercion."
    ),
}

SOURCES = {
    "rec": N_("B: Council of Europe, CM/Rec(2017)5, Appendix I, as quoted in a secondary source"),
    "cis5": N_(
        "A: CIS Convention on the standards of democratic elections, 2002, Art. 5, "
        "eos.cartercenter.org/quotes/1689"
    ),
    "cis8": N_(
        "A: CIS Convention on the standards of democratic elections, 2002, Art. 8, "
        "eos.cartercenter.org/quotes/1395"
    ),
}

SOURCE = N_("Source: {source}.")

ANSWERS = {
    "never": N_("It can be done."),
    "help": N_("Nearly so."),
    "easily": N_("Not so easily."),
}

ANSWER = N_(
    "Alone you cannot make or change a vote without the file showing it. You can only leave ballots "
    "out, not seeing whom they are for: of {pairs} pairs of ballots, {good} make B win. With help more "
    "is possible. And the file is not all that people look at."
)

LESSON_NAMES = {
    "swallow": N_("A ballot is not stored"),
    "erase": N_("A stored ballot is taken away, the chain computed anew"),
    "erase_loose": N_("A stored ballot is taken away, the chain left as it was"),
    "cast": N_("A vote in somebody's name, signature forged"),
    "cast_registrar": N_("A vote in somebody's name, with the registrar's help"),
    "change": N_("Votes added to a sealed ballot"),
    "change_loose": N_("Votes added to a sealed ballot, fingerprints left as they were"),
    "change_registrar": N_("Votes added to a sealed ballot, with the registrar's help"),
    "early": N_("An earlier ballot is counted"),
    "tally": N_("Votes added to the encrypted sum"),
    "result": N_("Another result is written"),
    "open": N_("The sum is opened wrongly, with trustees' help"),
    "phone": N_("A phone encrypts another vote, with the phone maker's help"),
    "bribe": N_("A vote is bought"),
}

PASSES = N_("passes")
REFUSED = N_("refuses. Does not hold: {checks}")
SOMETIMES = N_("passes for the last ballot of the file. Otherwise does not hold: {checks}")
FROM_TO = N_("{least} to {most}")
NO_GAIN = N_("refused, so nothing")

PLAN_LONG = N_("a plan has at most {most} moves.")
