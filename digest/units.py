"""Units of news: time, length, weight, area, speed, shares and money.

The one rule to know: units of one family are compared in its base; a currency
is a family of its own, as nothing here knows its rate.
"""

# Unit as printed in JSON, family, how many of the family's base, its forms.
_UNITS = (
    ("second", "minute", 1 / 60, "second seconds sec secs"),
    ("minute", "minute", 1, "minute minutes min mins"),
    ("hour", "minute", 60, "hour hours hr hrs"),
    ("day", "minute", 1440, "day days"),
    ("week", "minute", 10080, "week weeks"),
    ("month", "minute", 43830, "month months"),
    ("year", "minute", 525960, "year years"),
    ("millimeter", "meter", 0.001, "mm millimeter millimeters millimetre millimetres"),
    ("centimeter", "meter", 0.01, "cm centimeter centimeters centimetre centimetres"),
    ("meter", "meter", 1, "meter meters metre metres"),
    ("kilometer", "meter", 1000, "km kms kilometer kilometers kilometre kilometres"),
    ("inch", "meter", 0.0254, "inch inches"),
    ("foot", "meter", 0.3048, "foot feet ft"),
    ("nautical mile", "meter", 1852, "nautical+mile nautical+miles"),
    ("mile", "meter", 1609.344, "mile miles"),
    ("gram", "kilogram", 0.001, "gram grams"),
    ("kilogram", "kilogram", 1, "kg kilo kilos kilogram kilograms"),
    ("ton", "kilogram", 1000, "ton tons tonne tonnes"),
    ("acre", "hectare", 0.404686, "acre acres"),
    ("hectare", "hectare", 1, "hectare hectares"),
    ("square mile", "hectare", 258.999, "square+mile square+miles"),
    ("square kilometer", "hectare", 100, "square+kilometer square+kilometers square+kilometres"),
    ("square meter", "hectare", 0.0001, "square+meter square+meters square+metres"),
    ("square foot", "hectare", 0.0000092903, "square+foot square+feet"),
    ("liter", "liter", 1, "liter liters litre litres"),
    ("gallon", "gallon", 1, "gallon gallons"),
    ("mile per hour", "speed", 1.609344, "mph miles+per+hour miles+an+hour"),
    ("kilometer per hour", "speed", 1, "kph km+/+h kilometers+per+hour kilometers+an+hour"),
    ("kilometer per hour", "speed", 1, "kilometres+per+hour kilometres+an+hour"),
    ("knot", "speed", 1.852, "knots"),
    ("percent", "percent", 1, "% percent per+cent"),
    ("percentage point", "point", 1, "percentage+point percentage+points"),
    ("basis point", "point", 0.01, "basis+point basis+points"),
    ("degree", "degree", 1, "degree degrees"),
    ("dollar", "dollar", 1, "dollar dollars"),
    ("euro", "euro", 1, "euro euros"),
    ("pound", "pound", 1, "pound pounds"),
    ("yen", "yen", 1, "yen"),
    ("yuan", "yuan", 1, "yuan"),
    ("rupee", "rupee", 1, "rupee rupees"),
    ("franc", "franc", 1, "franc francs"),
    ("crown", "crown", 1, "crown crowns krona kronor kroner"),
    ("ruble", "ruble", 1, "ruble rubles rouble roubles"),
    ("peso", "peso", 1, "peso pesos"),
    ("lira", "lira", 1, "lira liras"),
    ("shekel", "shekel", 1, "shekel shekels"),
    ("dinar", "dinar", 1, "dinar dinars"),
    ("riyal", "riyal", 1, "riyal riyals rial rials"),
    ("rand", "rand", 1, "rand"),
)
SIGNS = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen", "₩": "won"}
MONEY = frozenset("dollar euro pound yen yuan rupee franc crown ruble peso lira shekel".split())
MONEY |= {"dinar", "riyal", "rand", "won"}
UNIT_FORMS = {
    tuple(form.split("+")): (unit, family, float(size))
    for unit, family, size, forms in _UNITS
    for form in forms.split()
}
LONGEST_UNIT = max(map(len, UNIT_FORMS))
