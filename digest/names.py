"""Names of persons: their parts, and who is the same under different spellings.

The one rule to know: a doubt keeps two names apart. Forms of one name are
joined on surname and given name together; a bare surname joins a full name
only where no other person could be meant.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from digest.model import Speaker

_WORD = re.compile(r"[^\W_]+(?:[.'’&-][^\W_]+)*\.?")
_BINDING = re.compile(r",? (?:of|from|for|at) ")
_POSSESSIVE = re.compile(r"['’]s?$")
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
    ombudsman trustee fisherman secretary-general harbormaster warden owner""".split()
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
    """house court party news times university college state states committee department city
    county street institute center centre association union council bank group company inc corp
    congress senate parliament ministry agency bureau office force army navy police church school
    hospital park avenue road river lake mountain island islands sea ocean world war act amendment
    bill law plan deal treaty fund foundation trust tower building hall club league team cup prize
    award day night week convention conference summit debate show press post journal tribune herald
    gazette magazine radio tv television network media twitter facebook google america american
    americans united national international federal north south east west northern southern eastern
    western new hampshire carolina dakota virginia jersey york mexico district white black street
    iowa ohio florida texas california washington nevada michigan pennsylvania wisconsin britain
    british england europe european russia russian china chinese japan japanese korea korean iran
    iraq israel syria ukraine germany german france french africa african asia asian pacific
    atlantic
    republicans democrats gop dnc rnc fbi cia nato islam muslim muslims christian christians jewish
    catholic supreme constitution super pac tuesday oval air internet brexit obamacare
    administration campaign commission board services security policy trade affairs society project
    """.split()
)
# Common given names that leave no doubt; they keep "Mrs. Keil" from being "Tom Keil".
_MALE_NAMES = frozenset(
    """james john robert michael william bill bob david richard joseph joe thomas tom charles
    christopher chris daniel matthew anthony mark donald steven paul andrew joshua kenneth kevin
    brian george edward ronald timothy tim jason jeffrey jeff ryan jacob gary nicholas eric jonathan
    stephen larry justin scott brandon benjamin ben samuel gregory frank raymond patrick jack
    dennis jerry aaron jose henry adam douglas nathan peter zachary kyle walter ethan jeremy
    harold keith christian roger noah gerald carl arthur lawrence dylan jesse bryan bruce ted
    mike jim dan steve greg rick rob ron ken rand marco bernie mitch barack newt rudy corey jeb
    vladimir ivan sergei boris emmanuel francois pierre hans carlos juan luis ahmed mohammed ali
    hassan ibrahim shigeru fumio shinzo""".split()
)
_FEMALE_NAMES = frozenset(
    """mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty
    margaret sandra ashley kimberly emily donna michelle carol amanda melissa deborah stephanie
    dorothy rebecca sharon laura cynthia kathleen amy angela shirley anna brenda pamela emma nicole
    helen samantha katherine christine debra rachel carolyn janet catherine maria heather diane
    ruth julie olivia joyce virginia victoria kelly lauren christina joan evelyn judith megan
    andrea cheryl hannah jacqueline martha gloria teresa ann sara madison frances kathryn janice
    jean abigail alice julia judy sophia grace denise amber doris marilyn danielle beverly
    isabella theresa diana natalie brittany charlotte marie kayla hillary chelsea melania ivanka
    carly elena olga marta dina ursula angela giorgia fatima aisha anne kate jane claire""".split()
)
_VARIANTS = tuple(
    frozenset(group.split())
    for group in """bill william will billy willie|bob robert rob bobby|joe joseph joey|tom thomas
mike michael mick|jim james jimmy|dan daniel danny|dave david|steve steven stephen
ted edward ed eddie
ted theodore|tim timothy|rick richard dick rich|chuck charles charlie|ben benjamin|sam samuel
matt matthew|chris christopher|tony anthony|greg gregory|jeff jeffrey geoffrey|ken kenneth
ron ronald|don donald|pat patrick|pete peter|andy andrew drew|nick nicholas|alex alexander aleksandr
larry lawrence|jerry gerald|fred frederick|frank francis|jack john|liz elizabeth beth betsy
kate katherine catherine kathy kathryn|sue susan|maggie margaret peggy|debbie deborah|jen jennifer
vicky victoria|pam pamela|becky rebecca|mitch mitchell|newt newton|rudy rudolph|al albert
jon jonathan
phil philip|ray raymond|walt walter|hank henry|mel melvin|doug douglas|abe abraham""".replace(
        "\n", "|"
    ).split("|")
)
# Family names of Korea, China and Vietnam that stand first and are written in many ways.
_FAMILY_FIRST = frozenset(
    """ahn an bae baek baik bak ban bok bui byeon byun cha chae chang chen cheon cheung chiang cho
    choe choi chon chow chu chun chung dang deng dinh do doan duong eom fang feng gao gil go gong
    gu guo gwak ha han he heo hong hu huang huh hur hwang hyun im jang jeon jeong ji jia jian
    jiang jin jo joo ju jun jung kang kim ko kong koo ku kwak kwon lai lee leung li lim lin liu
    luo ma maeng mao meng moon mun myung na nam namgung ng ngo nguyen noh oh ok pak pan park peng
    pham phan pyo qian qin ra rhee rho roh ryoo ryu seo seol shao shen shi shim shin sim sin sohn
    son song suh sun tak tan tang tian tong tran trinh tsai um vu wan wang wei woo wu xi xia xiao
    xie xu yan yang yao ye yeo yeom yeon yi yin yoo yoon yu yuan yum yun zeng zhang zhao zheng
    zhong zhou zhu zou""".split()
)
_SOUNDS = (
    ("eo", "o"), ("eu", "u"), ("oo", "u"), ("ou", "u"), ("ee", "i"), ("kh", "h"), ("gh", "g"),
    ("dh", "d"), ("ph", "f"), ("th", "t"), ("ck", "k"), ("q", "k"), ("c", "k"), ("x", "ks"),
    ("g", "k"), ("y", "i"), ("j", "i"), ("w", "v"),
)  # fmt: skip
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Name:
    """What of a mention tells whether two name one person; read once a mention."""

    gender: str
    words: tuple[str, ...]
    suffix: str
    parts: tuple[str, ...]
    orders: tuple[tuple[str, tuple[str, ...], bool], ...]


@lru_cache(maxsize=8192)
def split_mention(mention: str) -> tuple[str, str]:
    """Return role and name: "White House adviser Jo Keil" gives "White House adviser", "Jo Keil".

    The name is empty where the mention only describes ("a senior official").
    """
    held = _BINDING.split(mention, maxsplit=1)
    if len(held) > 1 and held[0][-1:].isalnum():
        role, name = split_mention(held[0])
        if name and not is_body(name):
            return role, name
    found = list(_WORD.finditer(_BRACKETED.sub("", mention)))
    first = len(found)
    while first and _is_name_word(found[first - 1].group()):
        first -= 1
    while first < len(found) and fold(found[first].group()).strip(".") in PARTICLES:
        if found[first].group()[0].isupper() and first + 1 < len(found):
            break
        first += 1
    if first == len(found) or all(_bare(w.group()) in SUFFIXES for w in found[first:]):
        return mention, ""
    for i in range(len(found) - 2, first - 1, -1):  # "White House Jo Keil" names Jo Keil
        if _bare(found[i].group()) in NOT_PERSONS and i + 2 < len(found):
            first = i + 1
            break
    bare = _BRACKETED.sub("", mention)
    name = _POSSESSIVE.sub("", bare[found[first].start() : found[-1].end()])
    return bare[: found[first].start()].strip(" ,"), name


def is_body(name: str) -> bool:
    """Tell whether the name is that of a body, place or thing, not of a person."""
    parts = name_words(name)
    if parts and parts[0] in _MALE_NAMES | _FEMALE_NAMES and len(parts) == 2:
        return False
    return any(word in NOT_PERSONS for word in parts) or not parts or _is_acronym(name, parts)


def _is_acronym(name: str, parts: tuple[str, ...]) -> bool:
    return name.isupper() and len(parts) == 1


@lru_cache(maxsize=8192)
def gender(mention: str) -> str:
    """Return "m", "f" or "" as the title or the given name tells it."""
    found = [_bare(word) for word in _WORD.findall(mention)]
    for word in found:
        if word in _MALE_TITLES:
            return "m"
        if word in _FEMALE_TITLES:
            return "f"
    _, name = split_mention(mention)
    parts = name_words(name)
    if len(parts) < 2:
        return ""
    return "m" if parts[0] in _MALE_NAMES else "f" if parts[0] in _FEMALE_NAMES else ""


@lru_cache(maxsize=4096)
def name_words(name: str) -> tuple[str, ...]:
    """Return the words of the name without title and suffix, folded to plain letters."""
    return tuple(w for w in map(_bare, _WORD.findall(name)) if w and w not in SUFFIXES)


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Return the text in lower case, without diacritics."""
    spread = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


def same_person(one: str, other: str) -> bool:
    """Tell whether the two mentions can name one person.

    True for a bare surname and a full name that holds it: whether somebody
    else of that surname is meant, only ``merge_speakers`` can tell.
    """
    left, right = _read_name(one), _read_name(other)
    if {left.gender, right.gender} == {"m", "f"} or not left.words or not right.words:
        return False
    if len(left.words) == 1 or len(right.words) == 1:
        return _is_surname_of(*sorted((left.words, right.words), key=len))
    if left.suffix != right.suffix:
        return False
    if left.parts == right.parts:
        return True
    return any(
        _alike(a, b, strict=False) and _given_match(c, d, east=east_a or east_b)
        for a, c, east_a in left.orders
        for b, d, east_b in right.orders
    )


def merge_speakers(mentions: Iterable[tuple[str, str]]) -> dict[str, Speaker]:
    """Return for each name the speaker it belongs to, from (name, role) as often as they occur.

    The shown name is the commonest of the full forms, its role the fullest;
    ties fall to the longer, then to the alphabet.
    """
    pairs = sorted(mentions)
    counts = Counter(name for name, _ in pairs)
    clusters = _cluster(counts)
    found: dict[str, Speaker] = {}
    for cluster in clusters:
        roles = Counter(role for name, role in pairs if name in cluster and role)
        shown = min(cluster, key=lambda name: _shown_rank(name, counts))
        best = min(roles, key=lambda role: (-_role_words(role), -roles[role], role), default="")
        others = tuple(sorted(set(cluster) - {shown}))
        for name in cluster:
            found[name] = Speaker(name=shown, role=best, aliases=others)
    return found


def is_description(name: str) -> bool:
    """Tell whether the speaker is described, not named: "a senior official"."""
    return not split_mention(name)[1] or bool(
        re.match(r"(?:an?|the|one|two|three|some|several|his|her|their)\b", name, re.IGNORECASE)
    )


@lru_cache(maxsize=8192)
def _read_name(mention: str) -> _Name:
    words = name_words(split_mention(mention)[1] or mention)
    return _Name(
        gender=gender(mention),
        words=words,
        suffix=_suffix(mention),
        parts=tuple(sorted(_parts(words))),
        orders=tuple(_orders(words)) if words else (),
    )


def _bare(word: str) -> str:
    return _POSSESSIVE.sub("", fold(word)).strip(".")


def _is_name_word(word: str) -> bool:
    bare = _bare(word)
    if bare in TITLES or (_POSSESSIVE.search(word) and word[0].isupper()):
        return False
    return word[0].isupper() or bare in PARTICLES or bare in SUFFIXES


def _suffix(mention: str) -> str:
    return next((w for w in map(_bare, _WORD.findall(mention)) if w in SUFFIXES), "")


def _parts(words: tuple[str, ...]) -> list[str]:
    return [part for word in words for part in re.split(r"[-'’]", word)]


def _is_surname_of(single: tuple[str, ...], full: tuple[str, ...]) -> bool:
    name = single[0]
    if len(full) == 1:
        return _alike(name, full[0], strict=True)
    if _alike(name, full[-1], strict=True):
        return True
    given = name in _MALE_NAMES or name in _FEMALE_NAMES
    return _alike(name, full[0], strict=True) and not given


def _orders(words: tuple[str, ...]) -> list[tuple[str, tuple[str, ...], bool]]:
    """Return the ways to read the words: surname, given name, whether family-first is known."""
    split = len(words) > 2 or any("-" in word for word in words)
    found = [(words[-1], words[:-1], split and words[-1] in _FAMILY_FIRST)]
    if words[0] in _FAMILY_FIRST and words[0] not in _MALE_NAMES | _FEMALE_NAMES:
        found.append((words[0], words[1:], True))
    return found


def _given_match(one: tuple[str, ...], other: tuple[str, ...], *, east: bool) -> bool:
    if east:
        a, b = (_sound("".join(_parts(given))) for given in (one, other))
        return a == b or (len(a) >= 4 and len(b) >= 4 and _distance_at_most_one(a, b))
    short, long = sorted((one, other), key=len)
    if not _first_match(short[0], long[0]):
        return False
    rest = list(long[1:])
    for word in short[1:]:  # middle names: each of the shorter form has its like in the longer
        like = next((w for w in rest if _first_match(word, w)), None)
        if like is None:
            return False
        rest.remove(like)
    return True


def _first_match(one: str, other: str) -> bool:
    if one == other or any(one in group and other in group for group in _VARIANTS):
        return True
    if one.strip(".") == other[:1] or other.strip(".") == one[:1]:
        return True
    return _alike(one, other, strict=False)


def _alike(one: str, other: str, *, strict: bool) -> bool:
    """Tell whether two spellings can stand for one word in another script."""
    a, b = _sound(one), _sound(other)
    if a == b or strict:
        return a == b
    bones = _bones(a)
    return a[0] == b[0] and len(bones) >= 3 and bones == _bones(b) and _end(a) == _end(b)


@lru_cache(maxsize=4096)
def _bones(sound: str) -> str:
    return re.sub(r"[aeiou]", "", sound)


def _end(sound: str) -> str:
    return sound[-1] if sound[-1] in "aeiou" else ""


@lru_cache(maxsize=4096)
def _sound(word: str) -> str:
    for letters, sound in _SOUNDS:
        word = word.replace(letters, sound)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[-'’.]", "", word)) or word


def _distance_at_most_one(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if start is None:
        return True
    rests = (one[start + 1 :], other[start + 1 :])
    return rests[0] == rests[1] or one[start:] == rests[1] or rests[0] == other[start:]


def _cluster(counts: Counter[str]) -> list[list[str]]:
    """Group the names: full ones where all agree, then bare surnames where one group fits."""
    full = sorted(
        (n for n in counts if len(name_words(n)) > 1 and not is_description(n)),
        key=lambda n: (-counts[n], -len(n), n),
    )
    clusters: list[list[str]] = []
    for name in full:
        home = next((c for c in clusters if all(same_person(name, m) for m in c)), None)
        if home is None:
            clusters.append([name])
        else:
            home.append(name)
    alone: dict[str, list[str]] = {}
    for name in sorted(set(counts) - set(full)):
        homes = [] if is_description(name) else _homes(name, clusters, set(full))
        if len(homes) == 1:
            homes[0].append(name)
        else:
            alone.setdefault(_key(name), []).append(name)
    return clusters + list(alone.values())


def _homes(name: str, clusters: list[list[str]], full: set[str]) -> list[list[str]]:
    return [c for c in clusters if any(m in full and same_person(name, m) for m in c)]


def _key(name: str) -> str:
    return re.sub(r"^(?:the|an?) ", "", fold(name))


def _shown_rank(name: str, counts: Counter[str]) -> tuple[bool, int, int, str]:
    return (len(_parts(name_words(name))) < 2, -counts[name], -len(name), name)


def _role_words(role: str) -> int:
    count = len(role.split())
    return count if count <= 12 else 0
