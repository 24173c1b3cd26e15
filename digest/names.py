"""The parts of a mention: role, name, gender, and whether it names a person at all.

The one rule to know: words are compared folded, in lower case, without
diacritics, points and possessives. Who is the same person is asked in
``digest.namesakes``.
"""

import re
import unicodedata
from functools import lru_cache

NAME_WORD = re.compile(r"[^\W_]+(?:[.'’&-][^\W_]+)*\.?")
_BINDING = re.compile(r",? (?:of|from|for|at|to|with|in) ")
_INDEFINITE = re.compile(r"(?:an?|one|another|some|two|three)\b", re.IGNORECASE)
_DETERMINER = re.compile(
    r"(?:an?(?=\s)|(?:the|one|two|three|some|several|his|her|their)\b)", re.IGNORECASE
)
_POSSESSIVE = re.compile(r"['’]s?$")
_ARTICLE_BEFORE = re.compile(r"(?:[ae][ldrnstz]|ul|ash|esh|d|o)['’-](?=[^\W\d_a-z])")  # "al-Assad"
_BRACKETED = re.compile(r"\s?\([^()]{0,200}\)")
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
PARTICLES = frozenset(
    "de da di del della der den von van la le el al bin ibn bint ben abu du dos san st "
    "mac ter".split()
)
# Words of an office, rank or calling that stand before a name; the last of them ends the role.
TITLES = frozenset(
    """mr mrs ms miss mx dr sir dame lord lady madam king queen prince princess emperor pope
    father sister brother saint imam rabbi sheikh ayatollah cardinal archbishop bishop reverend rev
    president vice-president premier chancellor minister secretary undersecretary ambassador envoy
    senator sen representative rep congressman congresswoman governor gov mayor councilman
    councilwoman councillor delegate speaker whip chairman chairwoman chairperson chair director
    commissioner commander general gen colonel col major maj captain capt lieutenant lt sergeant
    sgt admiral adm marshal officer detective inspector sheriff constable chief head leader deputy
    judge justice attorney prosecutor lawyer counsel solicitor advocate professor prof
    dean rector principal teacher coach manager adviser advisor aide assistant strategist
    consultant analyst economist historian scientist researcher expert pollster spokesman
    spokeswoman spokesperson editor reporter correspondent columnist journalist anchor host
    moderator author writer novelist poet actor actress singer comedian filmmaker producer
    executive ceo cfo founder co-founder owner partner investor banker billionaire businessman
    businesswoman activist organizer campaigner volunteer veteran student nurse doctor engineer
    farmer candidate nominee rival incumbent frontrunner challenger republican democrat
    democratic conservative liberal independent lawmaker legislator politician diplomat
    official president-elect ex-president co-chair co-host congresswoman-elect gop hon messrs sens
    reps investigator geologist biologist sociologist physician surgeon superintendent treasurer
    ombudsman trustee fisherman councilor alderman auditor comptroller archivist pilot
    boxer swimmer cyclist golfer goalkeeper painter sculptor chef skipper secretary-general
    harbormaster warden owner det comm cmdr supt insp asst atty member""".split()
)
_MALE_TITLES = frozenset(
    "mr sir lord king prince emperor pope father brother imam rabbi cardinal archbishop "
    "congressman "
    "chairman spokesman actor businessman councilman".split()
)
_FEMALE_TITLES = frozenset(
    "mrs ms miss dame lady madam queen princess sister congresswoman chairwoman spokeswoman "
    "actress businesswoman councilwoman".split()
)
# Words that make a capitalized phrase a body, place or thing.
NOT_PERSONS = frozenset(
    """house court party news times university college state states committee department city county
    street institute center centre association union council bank group company inc corp congress
    senate parliament ministry agency bureau office force army navy police church school hospital
    park avenue road river lake mountain island islands sea ocean world war act amendment bill law
    plan deal treaty fund foundation trust tower building hall club league team prize award day
    night week convention conference summit debate show press post journal tribune herald gazette
    magazine radio tv television network media twitter facebook google america american americans
    united national international federal north south east west northern southern eastern western
    new hampshire carolina dakota virginia jersey york mexico district white black iowa ohio
    florida texas california washington nevada michigan pennsylvania wisconsin britain british
    england europe european russia russian china chinese japan japanese korea korean iran iraq
    israel syria ukraine germany german france french africa african asia asian pacific atlantic
    republicans democrats gop dnc rnc fbi cia nato islam muslim muslims christian christians
    jewish catholic supreme constitution super pac tuesday oval air internet brexit obamacare
    administration campaign initiative global casino hotel plaza casinos airport airlines motor
    motors systems technologies holdings partners studios pictures records review observer globe
    chronicle examiner dispatch register guardian telegraph standard gallery museum library
    academy theater theatre opera orchestra festival olympics cup series palace cathedral mosque
    clinic laboratory observatory station harbor harbour province region territory republic
    kingdom empire alliance front movement brotherhood coalition authority assembly caucus embassy
    consulate commission board services security policy trade affairs society project""".split()
)
# Offices that are surnames too.
_SURNAMES_LIKE_TITLES = frozenset(
    "dean king pope prince bishop major judge marshal sheriff constable farmer student duke baron "
    "chancellor coach driver abbott priest".split()
)
_MR = frozenset({"Mr.", "Mrs.", "Ms.", "Mr", "Mrs", "Ms", "Dr.", "Dr", "Sen.", "Rep.", "Gov."})
# What an office may be of, where the name of who holds it follows: "Secretary of State Jo Marsh".
_OFFICE_OF = frozenset(
    "state defense defence treasury justice health labor labour interior finance education "
    "commerce energy transport transportation agriculture homeland veterans foreign affairs "
    "security environment culture housing".split()
)
# Common given names that leave no doubt; they keep "Mrs. Keil" from being "Tom Keil".
MALE_NAMES = frozenset(
    """james john robert michael william bill bob david richard joseph joe thomas tom charles
    christopher daniel matthew anthony mark donald steven paul andrew joshua kenneth kevin brian
    george edward ronald timothy tim jason jeffrey jeff ryan jacob gary nicholas eric jonathan
    stephen larry justin scott brandon benjamin ben samuel gregory frank raymond patrick jack
    dennis jerry aaron jose henry adam douglas nathan peter zachary kyle walter ethan jeremy
    harold keith christian roger noah gerald carl arthur lawrence dylan jesse bryan bruce ted mike
    jim dan steve greg rick rob ron ken rand marco bernie mitch barack newt corey jeb vladimir
    ivan sergei boris emmanuel francois pierre hans carlos juan luis ahmed mohammed ali hassan
    ibrahim shigeru fumio shinzo aidan adrian alan alastair albert alexander alfred allan alvin
    andre andreas anton antonio arnold austin barry bernard boyd brad bradley brendan brent bret
    caleb calvin carlton cedric chester clarence claude clayton clifford colin conrad craig curtis
    cyril damien darren darryl dave derek derrick desmond dmitry dominic don dwayne eddie edgar
    edmund edwin elias elijah elliot elliott emil enrique ernest ernesto eugene evan felipe felix
    fernando fidel francisco franklin fred frederick gabriel garrett gavin geoffrey georg gerard
    gilbert giovanni gordon graham gregor guillermo gustav gustavo hamid harrison harry hector
    henrik herbert herman howard hugh hugo ian igor isaac ismail jaime jamal jared javier jeffery
    jerome jimmy joachim joaquin joel johan johannes jon jorge josef julian karl klaus kurt lars
    leo leon leonard leonid leroy lewis liam lloyd louis lucas luca luigi luke maksim malcolm
    manuel marcel marcus mario martin marvin matteo maurice max maxim miguel mikhail milton
    mitchell mohamed mohammad muhammad murray mustafa nathaniel neil nelson nick nigel nikolai
    norman oleg oliver omar oscar osama otto owen pablo paolo pascal pavel pedro philip philippe
    phil rafael rahul ralph ramon raul ray reginald rene reza ricardo rich roberto rodney rodrigo
    rohan roland ronnie roy ruben rudolf rupert russell salman salvador samir saul sebastian
    sergio seth shaun sidney simon spencer stanley stefan stewart stuart sven tariq theodore theo
    tobias toby todd tony travis trevor tyler usman victor viktor vince vincent virgil vladislav
    volodymyr wallace walt warren wesley werner wilhelm winston wolfgang xavier yuri yusuf zach
    hussein bashar mahmoud ahmad khalid hamza bilal youssef karim nasser tomas mateo diego
    alejandro alberto eduardo emilio hiroshi kenji takeshi akira yoshihide taro naoto junichiro
    narendra sanjay rajiv vikram anil arjun sunil ravi emre mehmet recep kemal benjamín isaiah
    jonas mason logan aiden jayden landon wyatt levi""".split()
)
FEMALE_NAMES = frozenset(
    """mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty
    margaret sandra kimberly emily donna michelle carol amanda melissa deborah stephanie dorothy
    rebecca sharon laura cynthia kathleen amy angela shirley anna brenda pamela emma nicole helen
    samantha katherine christine debra rachel carolyn janet catherine maria heather diane ruth
    julie olivia joyce virginia victoria lauren christina joan evelyn judith megan cheryl hannah
    jacqueline martha gloria teresa ann sara frances kathryn janice abigail alice julia judy
    sophia grace denise amber doris marilyn danielle beverly isabella theresa diana natalie
    brittany charlotte marie kayla hillary chelsea melania ivanka carly elena olga marta dina
    ursula giorgia fatima aisha anne kate jane claire abby ada adele adriana agnes alexandra
    alexis alicia alison allison alma amelia amina amira ana anastasia angelina anita anja anya
    antonia ariana astrid audrey barbra beatrice beatriz becky bella bernadette beth bethany betsy
    bianca bonnie bridget camila camille carla carmen carole caroline carrie cassandra catalina
    cecilia celeste chantal charlene chiara christa ciara cindy clara claudia colleen connie
    constance cora daisy daphne darlene debbie deirdre delia dora doreen edith eileen elaine
    eleanor eliza ella ellen eloise elsa erica erika erin esther eva evelina fernanda fiona flora
    francesca freya gabriela gabrielle gail genevieve georgina gertrude gillian gina ginny greta
    gretchen gwen hanna harriet hazel heidi helena helga henrietta hilary hilda holly ida ilse
    imogen ines ingrid inga irene irina iris isabel isabelle ivy jana janine jasmine jeanette
    jeanne jenna jennie jenny jill joanna joanne josephine juanita juliana juliet karin karina
    kathy katrina katya kirsten kristen kristina lara latoya leila lena leonora leticia lila
    lillian lily lois lola lorena lorraine louisa louise lucia lucille lucinda lucy luisa lydia
    mabel maggie malala mandy mara marcia margaux margot marguerite mariana marianne marissa
    marjorie marlene martina matilda maureen mavis maxine maya melinda melanie meredith mia
    michaela mildred mina miranda miriam moira molly mona monica monique muriel myra nadia naomi
    nell nadine natalia natasha nina nora norma octavia olive oprah paloma paola patty paula
    pauline peggy penelope penny petra philippa phoebe phyllis pia pilar polly priscilla priya
    rachael ramona rebekah regina renata renee rita roberta rosa rosalind rosemary rosie roxanne
    ruby sabrina sadie sally sarita selena serena sheila shelley sheryl silvia sofia sonia sonja
    stella susana suzanne svetlana sylvia tamara tammy tanya tara tatiana tess thelma tiffany tina
    trudy ulrike uma vanessa vera verna veronica viktoria viola violet vivian wanda wendy wilma
    winifred yasmin yolanda yulia yvette yvonne zainab zoe layla mariam maryam khadija leyla
    ayesha indira sonya kamala nikki sushma sanna jacinda mette ebba kaja marine ivana laila meena
    lakshmi yuriko sanae akiko keiko michiko naoko""".split()
)
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe",
                          "ə": "a"})  # fmt: skip


@lru_cache(maxsize=2048)
def split_mention(mention: str) -> tuple[str, str]:
    """Return role and name: "White House adviser Jo Keil" gives "White House adviser", "Jo Keil".

    The name is empty where the mention only describes ("a senior official").
    """
    bound = _BINDING.search(mention)
    if bound and mention[: bound.start()][-1:].isalnum():
        role, name = split_mention(mention[: bound.start()])
        if name and not is_body(name):
            return role, name
        at = 0 if name else _name_behind(mention, bound)
        return (mention[:at].strip(" ,"), mention[at:]) if at else (mention, "")
    found = list(NAME_WORD.finditer(_BRACKETED.sub("", mention)))
    first = len(found)
    while first and plain_word(found[first - 1].group()) in SUFFIXES:
        first -= 1
    first -= _is_surname_like_a_title(found[:first])
    while first and _is_name_word(found[first - 1].group()):
        first -= 1
    while first < len(found) and all(w.group().islower() for w in found[first:]):
        first += 1  # particles with no name behind them
    if first == len(found) or all(plain_word(w.group()) in SUFFIXES for w in found[first:]):
        return mention, ""
    words = tuple(plain_word(word.group()) for word in found[first:])
    for i in range(len(words) - 3, -1, -1):  # "White House Jo Keil" names Jo Keil
        if _tells_a_body(words, i):
            first += i + 1
            break
    bare = _BRACKETED.sub("", mention)
    name = _POSSESSIVE.sub("", bare[found[first].start() : found[-1].end()])
    return bare[: found[first].start()].strip(" ,"), name


def _is_surname_like_a_title(found: list[re.Match[str]]) -> bool:
    """Tell whether the last word is a name that reads like an office: "Howard Dean"."""
    if not found or plain_word(found[-1].group()) not in _SURNAMES_LIKE_TITLES:
        return False
    before = found[-2].group() if len(found) > 1 else ""
    return found[-1].group()[0].isupper() and (not before or _is_name_word(before) or before in _MR)


def _name_behind(mention: str, bound: re.Match[str]) -> int:
    """Return where the name starts behind an office, 0 where there is none.

    "Secretary of State Jo Marsh" and "the head of the port, Jo Marsh" hold one;
    "a spokesman for Jo Marsh" and "the mayor of San Telmo" do not.
    """
    comma = mention.rfind(",", bound.end())
    found = list(NAME_WORD.finditer(mention, max(comma, bound.end())))
    kept = list(found)
    while kept and (kept[0].group()[0].islower() or plain_word(kept[0].group()) in _OFFICE_OF):
        del kept[0]
    if not kept or not all(_is_name_word(word.group()) for word in kept):
        return 0
    if comma >= 0:
        return kept[0].start() if len(kept) > 1 and not is_body(mention[kept[0].start() :]) else 0
    if bound.group().strip(" ,") != "of" or _INDEFINITE.match(mention):
        return 0
    if len(kept) < len(found):
        return kept[0].start()
    return kept[-2].start() if len(kept) > 2 else 0


@lru_cache(maxsize=2048)
def is_body(name: str) -> bool:
    """Tell whether the name is that of a body, place or thing, not of a person."""
    parts = name_words(name)
    if parts and parts[0] in MALE_NAMES | FEMALE_NAMES and len(parts) == 2:
        return False
    if any(_tells_a_body(parts, i) for i in range(len(parts))):
        return True
    return not parts or _is_acronym(name, parts)


def _tells_a_body(words: tuple[str, ...], i: int) -> bool:
    """Tell whether the word makes a body or place of the words; Park Chung-hee is a person."""
    if words[i] == "park" and not i and len(words) > 1:
        return not NOT_PERSONS.isdisjoint(words[1:])
    return words[i] in NOT_PERSONS


def _is_acronym(name: str, parts: tuple[str, ...]) -> bool:
    return name.isupper() and len(parts) == 1


@lru_cache(maxsize=2048)
def gender(mention: str) -> str:
    """Return "m", "f" or "" as the title or the given name tells it."""
    found = [plain_word(word) for word in NAME_WORD.findall(mention)]
    for word in found[:-1] or found:  # the last is a name: "Billie Jean King"
        if word in _MALE_TITLES:
            return "m"
        if word in _FEMALE_TITLES:
            return "f"
    _, name = split_mention(mention)
    parts = name_words(name)
    if len(parts) < 2:
        return ""
    return given_gender(parts[0])


def given_gender(word: str) -> str:
    """Return "m", "f" or "" as the folded given name tells it."""
    return "m" if word in MALE_NAMES else "f" if word in FEMALE_NAMES else ""


@lru_cache(maxsize=2048)
def name_words(name: str) -> tuple[str, ...]:
    """Return the words of the name without title and suffix, folded to plain letters."""
    return tuple(w for w in map(plain_word, NAME_WORD.findall(name)) if w and w not in SUFFIXES)


@lru_cache(maxsize=2048)
def fold(text: str) -> str:
    """Return the text in lower case, without diacritics."""
    spread = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


def is_description(name: str) -> bool:
    """Tell whether the speaker is described, not named: "a senior official"."""
    if name.startswith("An ") and name[3:4].isupper():  # a Korean family name
        return False
    return not split_mention(name)[1] or bool(_DETERMINER.match(name))


@lru_cache(maxsize=2048)
def plain_word(word: str) -> str:
    """Return the word folded, without points around it and possessive ending."""
    return _POSSESSIVE.sub("", fold(word)).strip(".")


def _is_name_word(word: str) -> bool:
    bare = plain_word(word)
    if bare in TITLES or (_POSSESSIVE.search(word) and word[0].isupper()):
        return False
    if _ARTICLE_BEFORE.match(word):
        return True
    return word[0].isupper() or bare in PARTICLES or bare in SUFFIXES
