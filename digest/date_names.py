"""Names of months and weekdays as the languages of the press write them.

One rule: a name that two languages give to different months ("listopada" is
November in Polish, October in Croatian) tells a month only with its language.
"""

import unicodedata
from collections.abc import Iterator

# January to December; forms of one month stand together, the longest first.
_MONTHS = {
    "en": "january/jan february/feb march/mar april/apr may june/jun july/jul august/aug "
    "september/sept/sep october/oct november/nov december/dec",
    "de": "januar/jänner/jan februar/feber/feb märz/mär/mrz april/apr mai juni/jun juli/jul "
    "august/aug september/sept/sep oktober/okt november/nov dezember/dez",
    "fr": "janvier/janv/jan février/févr/fév mars/mar avril/avr mai juin/jun juillet/juil/jul "
    "août/aoû septembre/sept/sep octobre/oct novembre/nov décembre/déc",
    "es": "enero/ene febrero/feb marzo/mar abril/abr mayo/may junio/jun julio/jul agosto/ago "
    "septiembre/setiembre/sept/sep/set octubre/oct noviembre/nov diciembre/dic",
    "pt": "janeiro/jan fevereiro/fev março/mar abril/abr maio/mai junho/jun julho/jul "
    "agosto/ago setembro/set outubro/out novembro/nov dezembro/dez",
    "it": "gennaio/gen febbraio/feb marzo/mar aprile/apr maggio/mag giugno/giu luglio/lug "
    "agosto/ago settembre/sett/set ottobre/ott novembre/nov dicembre/dic",
    "nl": "januari/jan februari/feb maart/mrt/mar april/apr mei juni/jun juli/jul "
    "augustus/aug september/sept/sep oktober/okt november/nov december/dec",
    "sv": "januari/jan februari/feb mars/mar april/apr maj juni/jun juli/jul augusti/aug "
    "september/sept/sep oktober/okt november/nov december/dec",
    "da": "januar/jan februar/feb marts/mar april/apr maj juni/jun juli/jul august/aug "
    "september/sept/sep oktober/okt november/nov december/dec",
    "no": "januar/jan februar/feb mars/mar april/apr mai juni/jun juli/jul august/aug "
    "september/sept/sep oktober/okt november/nov desember/des",
    "fi": "tammikuuta/tammikuu/tammi helmikuuta/helmikuu/helmi maaliskuuta/maaliskuu/maalis "
    "huhtikuuta/huhtikuu/huhti toukokuuta/toukokuu/touko kesäkuuta/kesäkuu/kesä "
    "heinäkuuta/heinäkuu/heinä elokuuta/elokuu/elo syyskuuta/syyskuu/syys "
    "lokakuuta/lokakuu/loka marraskuuta/marraskuu/marras joulukuuta/joulukuu/joulu",
    "pl": "stycznia/styczeń/sty lutego/luty/lut marca/marzec/mar kwietnia/kwiecień/kwi maja/maj "
    "czerwca/czerwiec/cze lipca/lipiec/lip sierpnia/sierpień/sie września/wrzesień/wrz "
    "października/październik/paź listopada/listopad/lis grudnia/grudzień/gru",
    "cs": "ledna/leden února/únor března/březen dubna/duben května/květen června/červen "
    "července/červenec srpna/srpen září října/říjen listopadu/listopad prosince/prosinec",
    "hr": "siječnja/siječanj/sij veljače/veljača/velj ožujka/ožujak/ožu travnja/travanj/tra "
    "svibnja/svibanj/svi lipnja/lipanj/lip srpnja/srpanj/srp kolovoza/kolovoz/kol "
    "rujna/rujan/ruj listopada/listopad/lis studenoga/studenog/studeni/stu prosinca/prosinac/pro",
    "ru": "января/январь/янв февраля/февраль/фев марта/март/мар апреля/апрель/апр мая/май "
    "июня/июнь/июн июля/июль/июл августа/август/авг сентября/сентябрь/сент/сен "
    "октября/октябрь/окт ноября/ноябрь/нояб/ноя декабря/декабрь/дек",
    "uk": "січня/січень/січ лютого/лютий/лют березня/березень/бер квітня/квітень/квіт/кві "
    "травня/травень/трав червня/червень/черв липня/липень/лип серпня/серпень/серп "
    "вересня/вересень/вер жовтня/жовтень/жовт листопада/листопад/лист грудня/грудень/груд",
    "tr": "ocak/oca şubat/şub mart/mar nisan/nis mayıs/may haziran/haz temmuz/tem ağustos/ağu "
    "eylül/eyl ekim/eki kasım/kas aralık/ara",
    "ro": "ianuarie/ian februarie/feb martie/mar aprilie/apr mai iunie/iun iulie/iul august/aug "
    "septembrie/sept/sep octombrie/oct noiembrie/noi/nov decembrie/dec",
    "hu": "január/jan február/febr/feb március/márc április/ápr május/máj június/jún július/júl "
    "augusztus/aug szeptember/szept október/okt november/nov december/dec",
    "id": "januari/jan februari/feb maret/mar april/apr mei juni/jun juli/jul agustus/agu/agt "
    "september/sep oktober/okt november/nov desember/des",
    "el": "ιανουαρίου/ιανουάριος/ιαν φεβρουαρίου/φεβρουάριος/φεβ μαρτίου/μάρτιος/μαρ "
    "απριλίου/απρίλιος/απρ μαΐου/μάιος/μαι ιουνίου/ιούνιος/ιουν ιουλίου/ιούλιος/ιουλ "
    "αυγούστου/αύγουστος/αυγ σεπτεμβρίου/σεπτέμβριος/σεπ οκτωβρίου/οκτώβριος/οκτ "
    "νοεμβρίου/νοέμβριος/νοε δεκεμβρίου/δεκέμβριος/δεκ",
}
_WEEKDAYS = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed weds thu thur thurs "
    "fri sat sun "
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so "
    "lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim "
    "lunes martes miércoles jueves viernes sábado domingo mié jue vie sáb dom "
    "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira "
    "segunda terça quarta quinta sexta seg ter qua qui sex "
    "lunedì martedì mercoledì giovedì venerdì sabato domenica gio sab "
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo "
    "måndag tisdag onsdag torsdag fredag lördag söndag mån tis ons tor tors fre lör sön "
    "mandag tirsdag lørdag søndag man tir lør søn "
    "maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai ke to pe la su "
    "poniedziałek wtorek środa czwartek piątek sobota niedziela pon wt śr czw pt sob niedz "
    "pondělí úterý středa čtvrtek pátek neděle út st čt pá ne "
    "ponedjeljak utorak srijeda četvrtak petak subota nedjelja "
    "понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс "
    "понеділок вівторок середа п'ятниця субота неділя нд "
    "pazartesi salı çarşamba perşembe cuma cumartesi pazar pzt sal çar per cum cmt paz "
    "luni marți miercuri joi vineri sâmbătă duminică "
    "hétfő kedd szerda csütörtök péntek szombat vasárnap "
    "senin selasa rabu kamis jumat sabtu minggu "
    "δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή "
    "月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日 月 火 水 木 金 土 日 "
    "星期一 星期二 星期三 星期四 星期五 星期六 星期日 星期天 "
    "周一 周二 周三 周四 周五 周六 周日 週一 週二 週三 週四 週五 週六 週日 "
    "월요일 화요일 수요일 목요일 금요일 토요일 일요일 월 화 수 목 금 토 일"
).split()


def month_named(name: str, language: str = "") -> int | None:
    """Return the month from 1 that a name stands for, None where that is not sure.

    The language decides where it knows the name; otherwise all that know it must agree.
    """
    known = _MONTH_NAMES.get(_key(name), {})
    if language in known:
        return known[language]
    months = set(known.values())
    return months.pop() if len(months) == 1 else None


def is_weekday(name: str) -> bool:
    """Tell whether a word is the name of a weekday, whole or short, in any of the languages."""
    return _key(name) in _WEEKDAY_NAMES


def _key(name: str) -> str:
    """Return a name without the case, the accents and the dots that are often left out."""
    bare = unicodedata.normalize("NFKD", name.strip(". ").casefold())
    letters = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return letters.replace("ı", "i")


def _forms() -> Iterator[tuple[str, str, int]]:
    for language, names in _MONTHS.items():
        for month, forms in enumerate(names.split(), 1):
            for form in forms.split("/"):
                yield _key(form), language, month


_MONTH_NAMES: dict[str, dict[str, int]] = {}
for _name, _language, _month in _forms():
    _MONTH_NAMES.setdefault(_name, {})[_language] = _month
_WEEKDAY_NAMES = frozenset(map(_key, _WEEKDAYS))
