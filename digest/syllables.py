"""Names of Korea and China, whose syllables each state and age writes differently.

The one rule to know: a name is read as Korean or Chinese only where its family
name and every syllable of its given name can be. Then syllables are compared
one by one, as what each way of writing may mean by them.
"""

import re
from functools import cache, lru_cache
from typing import TypeAlias

Choices: TypeAlias = frozenset[str]
Syllables: TypeAlias = tuple[tuple[str, str], ...]  # beginning and rest of each, as written

_MOST = 3  # syllables of a given name

# A family name a line's entry, in each way that the press writes it.
_KOREAN_FAMILIES = """
kim gim | lee yi rhee ri i | park pak bak | choi choe chey | jung jeong chung cheong chong jong |
kang gang | cho jo | yoon yun youn | jang chang | lim im rim yim | han hahn | oh o | seo suh so |
shin sin | kwon gwon | hwang | ahn an | song | ryu yoo yu you ryoo | hong | jeon chun jun chon cheon
| ko go koh | moon mun | yang | son sohn shon | bae pae | baek paek baik paik | heo hur huh | nam |
shim sim | noh roh no ro | ha hah | kwak gwak | sung seong | cha | joo ju | woo u wu | koo ku gu |
min | na ra rha nah | jin chin | ji chi jee | eom um om | chae chai | won weon | bang pang | kong
gong | hyun hyon hyeon | ham | byun pyon byeon | yeom yum yom | yeo yo | choo chu | do to | seok suk
| seol sul | ma | gil kil | yeon yon youn | wi | pyo | myung myong myeong | ki gi kee | ban pan bahn
| geum keum kum | yook yuk | maeng | tak | kuk guk kook cook | eun | hwangbo | namgung namkoong |
sunwoo seonu sonu | bong pong | mo | je | wang
"""
_CHINESE_FAMILIES = """
wang wong | li lee lei | zhang chang cheung jhang | liu lau liou low | chen chan chern | yang yeung
| huang wong hwang ng | zhao chao chiu jaw | wu ng woo goh | zhou chou chow chau jou | xu hsu hui
shu | sun suen | ma mah | zhu chu choo jhu | hu woo | guo kuo kwok quek | he ho hoh | gao kao ko |
lin lam lim | luo lo law low | zheng cheng jheng tay | liang leung | xie hsieh tse cheah shieh |
song sung soong | tang tong | deng teng tang | han hon | feng fung | yu yue yee | dong tung | xiao
hsiao siu | cheng ching | cao tsao cho | yuan yuen | pan poon | cai tsai choi choy chua tsay | tian
tien tin | jiang chiang keung | ding ting | wei ngai | ye yeh yip ip yap | yan yen yim | zeng tseng
tsang | lu lo loo luk | su soo so | jia chia ka | xue hsueh sit | hou hau | lai | ke ko kor | shi
shih sze see | kong kung hung | tan tam | tao to | jin chin kam | peng pang | mao | qian chien chin
| qin chin chun | gu ku koo | meng mang | wan man | lei lui | shao shiu | long lung | qiu chiu yau |
hong hung | mo mok | bai pai pak | xi hsi | hua hwa wah | xiong hsiung hung | zou tsou chow | fang
fong | ren jen yam | chu | zhuang chuang chong | wen man | yin wan | bo po | kang hong | ai | du tu
to | fan | fu foo | yao yiu | zhong chung | qu chu wat | nie nip | cui tsui chui | jiao chiao | hao
| hai | an | bao pao
"""
_KOREAN_SOUNDS = {
    "a": "a", "ah": "a", "ya": "ya", "ia": "ya", "eo": "eo", "uh": "eo", "yeo": "yeo", "yuh": "yeo",
    "o": "o eo", "oh": "o eo", "yo": "yo yeo", "oo": "u", "ou": "u eo", "u": "u eo eu", "uu": "u",
    "yoo": "yu", "yu": "yu yeo", "you": "yu yeo", "eu": "eu", "i": "i", "ee": "i", "yi": "i",
    "yee": "i", "ui": "i", "uy": "i", "eui": "i", "y": "i", "ae": "e", "ai": "e", "ay": "e",
    "e": "e", "ea": "e", "eh": "e", "ei": "e", "yae": "ye", "yai": "ye", "ye": "ye", "wa": "wa",
    "wae": "we", "wai": "we", "we": "we", "oe": "we", "oi": "we", "wo": "wo", "weo": "wo",
    "woo": "u", "wu": "u", "wi": "wi", "wee": "wi", "k": "k", "kk": "k", "g": "k", "gg": "k",
    "ck": "k", "t": "t", "tt": "t", "d": "t", "dd": "t", "p": "p", "pp": "p", "b": "p", "bb": "p",
    "ch": "c", "j": "c", "jj": "c", "z": "c", "s": "s", "ss": "s", "sh": "s", "h": "h", "m": "m",
    "n": "n", "ng": "ng", "r": "r", "l": "r", "ll": "r", "rr": "r",
}  # fmt: skip
_KOREAN_LETTERS = re.compile(
    r"yeo|yae|yai|you|yoo|yuh|yee|eui|wae|wai|weo|woo|wee|(?:[aoue]h|yi)(?![aeiouwy])|yu|yo|ya|ye|yi"
    r"|eo|eu|ee|ei|ea|ae|ai|ay|oe|oi|oo|ou|ui|uy|uu|wo|wu|wa|we|wi|ia|[aeiouy]"
    r"|kk|gg|ck|tt|dd|pp|bb|ch|jj|sh|ss|ng|ll|rr|[kgtdpbjzshmnrl]"
)
_CHINESE_BEGINNINGS = {
    "b": "b", "p": "p b", "m": "m", "f": "f", "d": "d", "t": "t d", "n": "n", "l": "l", "g": "g",
    "k": "k g", "h": "h", "hs": "x", "j": "j r zh", "q": "q", "x": "x", "zh": "zh", "jh": "zh",
    "ch": "ch zh j q", "sh": "sh x", "r": "r", "z": "z", "ts": "z c", "tz": "z c", "c": "c",
    "s": "s", "ss": "s", "sz": "s", "": "",
}  # fmt: skip
_CHINESE_RESTS = {
    "a": "a", "o": "o e uo", "e": "e", "eh": "e ie", "ai": "ai", "ei": "ei", "ao": "ao", "au": "ao",
    "aw": "ao", "ou": "ou", "ow": "ou", "an": "an", "en": "en", "ang": "ang", "eng": "eng",
    "er": "er", "erh": "er", "i": "i", "ee": "i", "ih": "i", "u": "u i", "ia": "ia", "ie": "ie",
    "ieh": "ie", "iao": "iao", "iau": "iao", "iu": "iu", "iou": "iu", "eou": "iu", "iow": "iu",
    "ian": "ian", "ien": "ian", "in": "in", "iang": "iang", "ing": "ing", "iong": "iong",
    "iung": "iong", "ong": "ong", "ung": "ong", "oong": "ong", "ua": "ua", "uo": "uo", "uai": "uai",
    "ui": "ui", "uei": "ui", "uan": "uan", "un": "un", "uen": "un", "uang": "uang", "ue": "ue",
    "ueh": "ue", "ya": "ia", "ye": "ie", "yeh": "ie", "yao": "iao", "you": "iu", "yu": "u iu",
    "yan": "ian", "yen": "ian", "yi": "i", "yee": "i", "yin": "in", "yang": "iang", "ying": "ing",
    "yong": "iong", "yung": "iong", "yue": "ue", "yueh": "ue", "yuan": "uan", "yun": "un",
    "wa": "ua", "wo": "uo", "wai": "uai", "wei": "ui", "wan": "uan", "wen": "un", "wang": "uang",
    "wong": "uang", "wu": "u", "hwa": "ua",
}  # fmt: skip
# A syllable of any Chinese speech: beginning, vowels, and a closing sound.
_ANY_SYLLABLE = re.compile(
    r"([bcdfghjklmnpqrstxz]{0,2}[wy]?)([aeiou]{1,3})(ng(?![aeiou])|[nmkptrh](?![aeiou]))?"
)
_COARSE = {
    "b": "P", "p": "P", "f": "F", "m": "M", "w": "M", "d": "T", "t": "T", "n": "L", "l": "L",
    "": "", "y": "", "ng": "",
}  # fmt: skip


@lru_cache(maxsize=4096)
def families(word: str) -> frozenset[str]:
    """Return the Korean and Chinese family names that the folded word can be, if any."""
    return _families().get(word, frozenset())


def same_given(one: tuple[str, ...], other: tuple[str, ...], family: str, *, distant: bool) -> bool:
    """Tell whether two given names, as the pieces written, can be one in the family's language.

    ``distant`` says that the family names are written in two ways, so that one
    of the given names may be in another Chinese speech.
    """
    if "".join(one) == "".join(other):
        return True
    if family.startswith("korean"):
        left, right = _korean(one), _korean(other)
        return bool(left) and len(left) == len(right) and all(map(_meet, left, right))
    if any(
        len(a) == len(b) and all(_same_syllable(x, y) for x, y in zip(a, b, strict=True))
        for a in _chinese(one)
        for b in _chinese(other)
    ):
        return True
    return distant and _same_in_another_speech(one, other)


@lru_cache(maxsize=4096)
def is_syllables(pieces: tuple[str, ...]) -> bool:
    """Tell whether the folded pieces can be the syllables of a Korean or Chinese given name."""
    return bool(_korean(pieces)) or bool(_chinese(pieces)) or bool(_any_speech(pieces))


@cache
def _families() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for language, text in (("korean", _KOREAN_FAMILIES), ("chinese", _CHINESE_FAMILIES)):
        for group in text.split("|"):
            for form in group.split():
                found.setdefault(form, set()).add(f"{language} {group.split()[0]}")
    return {form: frozenset(names) for form, names in found.items()}


@lru_cache(maxsize=4096)
def _korean(pieces: tuple[str, ...]) -> tuple[Choices, ...]:
    """Return what each sound of the pieces may be, nothing where they cannot be Korean."""
    found: list[Choices] = []
    for piece in pieces:
        piece = piece.replace("wh", "hw")
        letters = _KOREAN_LETTERS.findall(piece)
        if "".join(letters) != piece or not _is_korean_shape(letters):
            return ()
        found += [frozenset(_KOREAN_SOUNDS[letter].split()) for letter in letters]
    vowels = sum(1 for choices in found if _is_vowel(choices))
    return tuple(found) if 1 <= vowels <= _MOST else ()


def _is_korean_shape(letters: list[str]) -> bool:
    """Tell whether vowels and consonants follow each other as Korean has them."""
    shape = "".join("v" if letter[0] in "aeiouyw" else "c" for letter in letters)
    return re.fullmatch(r"(?:c?v(?:c(?!v))?){1,3}", re.sub(r"cw", "c", shape)) is not None


def _is_vowel(choices: Choices) -> bool:
    return min(choices)[0] in "aeiouyw"


def _meet(one: Choices, other: Choices) -> bool:
    return not one.isdisjoint(other)


@lru_cache(maxsize=4096)
def _chinese(pieces: tuple[str, ...]) -> tuple[Syllables, ...]:
    """Return the ways to read the pieces as Mandarin syllables."""
    ways: list[Syllables] = [()]
    for piece in pieces:
        ways = [way + more for way in ways for more in _cuts(piece, _MOST)]
        ways = [way for way in ways if len(way) <= _MOST]
    return tuple(way for way in ways if way)


@lru_cache(maxsize=4096)
def _cuts(piece: str, most: int) -> tuple[Syllables, ...]:
    if not piece:
        return ((),)
    if not most:
        return ()
    return tuple(
        (syllable, *rest)
        for end in range(1, min(len(piece), 6) + 1)
        if (syllable := _syllable(piece[:end])) is not None
        for rest in _cuts(piece[end:], most - 1)
    )


def _syllable(text: str) -> tuple[str, str] | None:
    for length in (2, 1, 0):
        beginning, rest = text[:length], text[length:]
        if beginning in _CHINESE_BEGINNINGS and rest in _CHINESE_RESTS and len(beginning) == length:
            return beginning, rest
    return None


def _same_syllable(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return _choose(_CHINESE_BEGINNINGS, one[0], other[0]) and _choose(
        _CHINESE_RESTS, one[1], other[1]
    )


@lru_cache(maxsize=4096)
def _any_speech(pieces: tuple[str, ...]) -> tuple[tuple[str, str, str], ...]:
    """Return beginning, vowels and closing of each syllable, as roughly as speeches differ."""
    found: list[tuple[str, str, str]] = []
    for piece in pieces:
        syllables = list(_ANY_SYLLABLE.finditer(piece))
        if sum(len(each.group()) for each in syllables) != len(piece):
            return ()
        found += [
            (
                _COARSE.get(each[1], "S"),
                each[2],
                "n" if (each[3] or "")[:1] in "nm" and each[3] else "",
            )
            for each in syllables
        ]
    return tuple(found) if len(found) <= _MOST else ()


def _same_in_another_speech(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    left, right = _any_speech(one), _any_speech(other)
    if len(left) != len(right) or len(left) < 2:  # one syllable tells too little
        return False
    pairs = list(zip(left, right, strict=True))
    near = not set(left[0][1]).isdisjoint(right[0][1])  # the first vowels change least
    return near and all((a[0], a[2]) == (b[0], b[2]) for a, b in pairs)


def _choose(table: dict[str, str], one: str, other: str) -> bool:
    return not set(table[one].split()).isdisjoint(table[other].split()) or one == other
