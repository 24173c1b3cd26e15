"""Words by which to read what a number counts: what befalls people, what makes a part or a rate.

The one rule to know: words of one line of ``ACTS`` say the same of those counted.
"""

PEOPLE = "people"  # head of a count of people of any kind
MAGNITUDE = "magnitud"  # the stem; a quake has one, so little else need be shared
# What befalls those who are counted: words of one line say the same.
ACTS = {
    word: line.split()[0]
    for line in """
dead killed kill kills killing died die dies dying death deaths fatalities fatality lives
dead slain perished toll
hurt injured injure injures injuring injuries wounded wounding wounds
bodies corpses
missing unaccounted
arrested arrest arrests arresting detained detains detaining
charged indicted
convicted
sentenced
rescued rescuing rescues saved
evacuated evacuating evacuates evacuees evacuate
displaced displacing displace
homeless
trapped trapping traps stranded
aboard board carrying
hospital hospitalized hospitalised
treated treating
infected infections
deployed deploys deploy deploying deployment sent send sends sending dispatched dispatch
fired fires firing launched
downed intercepted
fled flee crossed
freed released frees
holding held
destroyed destroying destroys flattened razed
damaged damaging damages
canceled cancelled cancel cancels cancelling canceling
delayed delaying
closed closing shut
cut cuts cutting
create created hire hired
rose risen rise rises rising up gained gains jumped climbed increased increase raised surged
fell fallen fall falls falling down lost loses dropped plunged slid decreased declined lowered
started start starts began begin begins opened opens
ended end ends closes
voted vote votes
attended attending
marched marching
gathered collected
shot
lasted lasts last lasting
""".strip().splitlines()
    for word in line.split()
}
TO_PEOPLE = frozenset("dead hurt bodies missing".split())  # needs no noun
CHANGES = frozenset("rose fell start started ended delayed".split())  # of a size or date
DIRECT = frozenset("dead killed wounded injured hurt missing arrested detained".split())
GENERIC = frozenset(
    "people persons person victims lives deaths fatalities casualties injuries others dead "
    "injured wounded missing bodies homeless toll killed hurt arrested detained".split()
)
SAME_NOUNS = {
    word: line.split()[0]
    for line in """
troops soldiers soldier servicemen troop
ships ship vessels vessel
houses house homes home
meeting meetings talks talk summit session discussions negotiations
cops officers officer policemen
kids children child
cars car vehicles vehicle
""".strip().splitlines()
    for word in line.split()
}
IRREGULAR = frozenset(
    "people men women children police personnel staff cattle sheep aircraft dead wounded "
    "injured missing homeless hostages crewmen servicemen policemen fishermen firefighters".split()
)
PERSON = frozenset(
    "person man woman child boy girl officer soldier student civilian passenger worker teenager "
    "policeman firefighter protester".split()
)
NO_PLURAL = frozenset(
    "was is has does says its his this thus us as across versus various less plus yes perhaps "
    "always sometimes towards besides minus others' news".split()
)
# Words that end a noun phrase, and that no clause is known by.
FUNCTION = frozenset(
    "a an the this that these those of in on at by for with from to into onto over under after "
    "before since until during while when where which who whom whose and or but nor as than if "
    "because though although is are was were be been being has have had do does did will would "
    "can could may might must shall should not no it its he she they them his her their him we "
    "our us you your i my me there here so then also still near between against across along "
    "around about through per each every all both some any such said says".split()
)
SAYING = frozenset(
    "said says say told tells according reported reportedly confirmed announced added claimed "
    "showed shows estimated believe believes estimates".split()
)
LINKS = frozenset(
    "were was are is be been being have has had still also already reportedly".split()
)
LINKS |= {"confirmed", "feared", "remained", "remain", "being", "least"}
SEVERITY = frozenset("critically critical seriously serious severely slightly lightly".split())
ADDING = frozenset("another additional separate further extra others other second".split())
PART_WORDS = frozenset("including included includes among whom include".split())
RATES = frozenset("each apiece average averages daily annually annual yearly every per".split())
SUPPOSED = frozenset("could may might would if threatened expected unless potentially".split())
SUPPOSED |= {"goal", "target", "maximum", "up-to", "minimum", "limit", "faces", "face"}
DENIED = frozenset("not never denied denies deny nor false neither".split())
EARLIER = frozenset("previously earlier previous initially originally compared".split())
NEEDED = frozenset("require requires required need needs needed necessary".split())
RELATIVE = frozenset("last previous past next ago".split())
PERIODS = frozenset("year month week quarter decade night summer winter years months weeks".split())
ORDINALS = frozenset("first second third fourth fifth".split())
WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
ENDS = frozenset(';:.!?—()"“”')
# Numbers of a game are too many to tell apart.
SPORTS = frozenset(
    "points games yards touchdowns rebounds passes rounds seasons assists goals wins losses "
    "innings laps runs receptions sets matches titles hits saves".split()
)
SIZES = frozenset("deep wide high tall long thick away contained effective short".split())


DETERMINERS = frozenset("the these those both all his her their our its".split())
TIMES_OF_RATE = frozenset(
    "day week month year hour minute second person head share barrel night ton".split()
)
