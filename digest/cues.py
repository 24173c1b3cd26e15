"""The words that announce speech: verbs with all their forms, and other small closed classes.

The one rule to know: everything here is a closed list, so nothing is guessed
from how a word looks except adverbs in -ly.
"""

# Verbs that give somebody's words, commonest first; "said" alone is six quotations in ten.
_SPEAKING = """
say tell write add ask note explain continue reply respond argue declare state claim call
describe recall insist warn announce tweet admit acknowledge suggest conclude observe remark
comment joke shout yell predict complain agree promise urge vow answer report read assert
confirm deny stress emphasize emphasise maintain concede boast quip charge counter demand
exclaim proclaim recount repeat reveal scoff wonder lament advise allege assure caution chant
cite confess contend cry declare demur echo elaborate estimate express fume gush hint implore
inquire interject interrupt jeer lecture mock mumble murmur muse mutter object opine plead
pledge point post preach proffer protest query quote rail ramble reason reassure recite
recommend reiterate remind request retort roar scold scream sigh signal snap speculate
summarize summarise surmise swear teach tease testify thank thunder threaten underline
underscore utter venture voice volunteer whisper worry write label dub brand blast slam
denounce criticize criticise praise dismiss condemn accuse blame characterize characterise
deride hail invoke reference decry liken mention deadpan crow bark boom beam gloat grumble
hiss howl holler laugh smile nod shrug begin start conclude propose refer specify texture
reckon believe think feel know hope fear expect email text message intone chide marvel
bristle vent rant crack retaliate finish refuse disclose relate retell outline propose appeal
compare inform remember exhort blare welcome clarify react correct concur
enthuse fret gripe grouse joke lambaste lash mouth poke prod quibble rejoin sneer snarl sniff
stammer tout warble wisecrack
""".split()

_IRREGULAR = {
    "say": "says said saying",
    "tell": "tells told telling",
    "write": "writes wrote written writing",
    "read": "reads reading",
    "swear": "swears swore sworn swearing",
    "begin": "begins began begun beginning",
    "think": "thinks thought thinking",
    "feel": "feels felt feeling",
    "know": "knows knew known knowing",
    "teach": "teaches taught teaching",
    "quip": "quips quipped quipping",
    "fret": "frets fretted fretting",
    "prod": "prods prodded prodding",
    "admit": "admits admitted admitting",
    "snap": "snaps snapped snapping",
    "slam": "slams slammed slamming",
    "dub": "dubs dubbed dubbing",
    "nod": "nods nodded nodding",
    "shrug": "shrugs shrugged shrugging",
    "demur": "demurs demurred demurring",
    "refer": "refers referred referring",
}
# Forms that are far more often something else: nouns, adjectives, plain verbs.
_NOT_CUES = set(
    "point signal post text message texts messages voice object reason reference brand label "
    "comment report state states charge query mock known read blame fear hope start beginning "
    "know knows nod smile laugh sigh cry thought thinking feeling teach start call estimate "
    "estimates charges comments reports claim claims demand demands request quote quotes note "
    "posts points signals brands labels fears hopes smiles laughs protest protests promise "
    "email emails welcome poke correct "
    "request requests pledge pledges praise worry begin counter document texture".split()
)


def _forms(verb: str) -> list[str]:
    if verb in _IRREGULAR:
        return [verb, *_IRREGULAR[verb].split()]
    if verb.endswith("e"):
        return [verb, verb + "s", verb + "d", verb[:-1] + "ing"]
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return [verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"]
    ending = "es" if verb.endswith(("s", "sh", "ch", "x")) else "s"
    return [verb, verb + ending, verb + "ed", verb + "ing"]


_ALL_FORMS = {form for verb in _SPEAKING for form in _forms(verb)}
# As verbs with a subject in front, every form counts; these alone, without one.
CUE_FORMS = frozenset(_ALL_FORMS - _NOT_CUES)
WEAK_CUES = frozenset(_ALL_FORMS & _NOT_CUES)
PARTICIPLES = frozenset(form for form in CUE_FORMS if form.endswith("ing"))
# Verbs that say something only right before a comma, a mark or a stop: "He continued, “…”".
HALTING_CUES = frozenset(
    form
    for verb in ("continue", "begin", "start", "conclude", "finish", "go", "expect", "hope")
    for form in _forms(verb)
)
# After these a verb is not yet its own clause: "went on to say", "was quoted as saying".
AUXILIARIES = frozenset(
    "has have had would should must will could can may might did does do was were is are "
    "be been being 's "
    "prompted moved forced led "
    "went goes go on to as heard seen proceeded seemed appeared wanted tried not "
    "never ’s ’d 'd just even so far quick".split()
)
ADVERBS = frozenset(
    "also then later once again often still now always never twice recently soon afterward "
    "afterwards instead simply only ever yet too aloud further nonetheless however meanwhile "
    "separately though first already today tonight yesterday tomorrow earlier previously "
    "almost just nearly quite perhaps maybe soon merely largely partly mostly merely indeed "
    "there here sometimes back more thus hence".split()
)
# What ends like an adverb and is a noun or name.
LY_NAMES = frozenset(
    "daily weekly monthly quarterly kelly sally molly billy willy lily emily holly polly dolly "
    "carly beverly kimberly reilly riley "
    "connolly donnelly daly healy foley sicily italy natalie bradly tully scully kennelly mccully "
    "farrelly bailly gourley shirly ashly wembly lilly".split()
)
PRONOUNS = frozenset("he she they i we it who".split())
MALE = frozenset("he him his himself".split())
DETERMINERS = frozenset(
    "a an the this that these those his her their its our my your one two three four five six "
    "several some many both all another other each every most few such no any".split()
)
PREPOSITIONS = frozenset(
    "of for from in at on to with by against near behind under about over during after before "
    "since until into through across among between without within around like amid despite "
    "upon toward towards outside inside beyond via following including regarding per off "
    "along above below beside besides concerning out up down".split()
)
# Prepositions that join a noun to the one it belongs to: "a spokesman for Keil".
BINDING = frozenset("of for from at with in to on close".split())
SUBORDINATORS = frozenset(
    "when while as if because although though unless whether where whereas since after before "
    "until".split()
)
RELATIVES = frozenset("who whom whose which that".split())
CONJUNCTIONS = frozenset("and but or nor so yet plus".split())
TIMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december jan. feb. mar. apr. aug. sept. sep. "
    "oct. nov. dec. week month year day morning afternoon evening night weekend days weeks "
    "months years today yesterday tonight tomorrow last next ago earlier hours minutes "
    "mornings nights".split()
)
# Where a comma and one of these follow a place, it is the state the place lies in.
PLACES = frozenset(
    """alabama alaska arizona arkansas california colorado connecticut delaware florida georgia
    hawaii idaho illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts
    michigan minnesota mississippi missouri montana nebraska nevada ohio oklahoma oregon
    pennsylvania tennessee texas utah vermont virginia washington wisconsin wyoming england france
    germany japan china russia italy spain canada mexico peru brazil india""".split()
)
# Nouns for whom or what speaks, so that a bare one can be a subject.
SPEAKING_NOUNS = frozenset(
    "spokesman spokeswoman spokesperson official officials source sources aide aides adviser "
    "advisers advisor advisors leader leaders minister ministers president senator "
    "congressman congresswoman lawmaker lawmakers critic critics expert experts analyst analysts "
    "police report statement letter memo email document documents ad sign signs researchers "
    "authorities prosecutors prosecutor lawyer lawyers attorney judge reporter reporters "
    "voter voters supporter supporters protester protesters witness witnesses campaign "
    "candidate nominee democrats republicans organizers organizer economists economist "
    "residents resident person persons "
    "scientists scientist company ministry agency committee group "
    "member members confidant confidante insider insiders ally allies friend friends "
    "staffer staffers operative operatives executive executives delegate delegates donor donors "
    "sister brother mother father wife husband son daughter cousin uncle aunt neighbor widow "
    "activist activists guest guests newspaper magazine network ad narrator crowd".split()
)
# A noun that names the quoted words as a work, a label or a word, not as speech.
TITLE_NOUNS = frozenset(
    "book books film movie song album show series episode program programme magazine column "
    "novel memoir titled entitled headlined nicknamed called nickname word words term phrase "
    "so-called dubbed play essay documentary poem article paper section podcast single hit "
    "slogan game label wordplay comedy musical drama sitcom ballad hashtag".split()
)
ABBREVIATIONS = frozenset(
    "mr. mrs. ms. dr. sen. rep. gov. lt. gen. col. sgt. capt. maj. adm. prof. rev. hon. jr. sr. "
    "st. sens. reps. govs. messrs. pres. sec. atty. inc. corp. co. ltd. vs. no. jan. feb. mar. "
    "apr. aug. sept. sep. oct. nov. dec. u.s. u.k. u.n. d.c. n.y. calif. fla. ariz. mass. conn. "
    "pa. va. md. mich. minn. wis. ill. ind. tex. tenn. ga. ala. ark. colo. del. kan. ky. la. "
    "miss. mo. mont. neb. nev. okla. ore. vt. wash. wyo. n.h. n.j. n.m. n.c. n.d. s.c. s.d. w.va. "
    "r.i. assn. dept. univ. lt cmdr. cpl. pvt. supt. det. insp. approx. etc. a.m. p.m. "
    "ft. mt.".split()
)
