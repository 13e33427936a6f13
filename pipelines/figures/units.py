"""The units the grammar knows, as plain tables: currencies (ISO 4217), measures, and words that scale a number.

A surface of several words is written with single spaces; hyphens count as spaces. Abbreviations whose case
matters ("mW" is not "MW") stand in the cased table.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pipelines.figures.wordlists import words


def _table(rows: Mapping[str, str]) -> dict[str, str]:
    return {surface: name for name, surfaces in rows.items() for surface in surfaces.split("|")}


CURRENCY_SYMBOLS: Final = _table(
    {
        "USD": "$|US$|U.S.$|US $|$US|U.S. $",
        "AUD": "A$|AU$|$A",
        "CAD": "C$|CA$|$C",
        "HKD": "HK$|HK $",
        "NZD": "NZ$",
        "SGD": "S$",
        "TWD": "NT$|NT $",
        "BRL": "R$",
        "EUR": "€",
        "GBP": "£|PS",
        "JPY": "¥|JP¥|Y=",
        "CNY": "CN¥|C¥|RMB¥|￥",
        "INR": "₹|Rs|Rs.",
        "KRW": "₩",
        "ILS": "₪",
        "TRY": "₺",
        "RUB": "₽",
        "MYR": "RM",
        "BTC": "₿",
    }
)
"""Signs that stand before a number; "PS" and "Y=" are what broken encodings make of £ and ¥."""

CURRENCY_CODES: Final = words(
    """
    USD EUR GBP JPY CNY RMB HKD TWD KRW INR CHF AUD CAD NZD SGD SEK NOK DKK PLN CZK HUF RUB TRY BRL MXN
    ZAR ILS AED SAR QAR KWD EGP THB IDR MYR PHP VND PKR BDT NGN KES ARS CLP COP PEN UAH KZT RON NTD NIS
    MOP LKR MAD DZD GEL
    """
)
CODE_ALIASES: Final = {"RMB": "CNY", "NTD": "TWD", "NIS": "ILS"}

CURRENCY_WORDS: Final = _table(
    {
        "USD": "dollar|dollars|us dollar|us dollars|u.s. dollars|u.s. dollar|american dollars|bucks|$ us|$|us$"
        "|dollars us"
        "|dólares|dollari|us-dollar",
        "AUD": "australian dollar|australian dollars",
        "CAD": "canadian dollar|canadian dollars",
        "HKD": "hong kong dollar|hong kong dollars",
        "NZD": "new zealand dollar|new zealand dollars",
        "SGD": "singapore dollar|singapore dollars",
        "TWD": "new taiwan dollar|new taiwan dollars|taiwan dollar|taiwan dollars",
        "EUR": "euro|euros|€",
        "GBP": "pounds sterling|pound sterling|british pounds|£|sterling",
        "JPY": "yen|japanese yen",
        "CNY": "yuan|renminbi|rmb|chinese yuan|yuan renminbi",
        "KRW": "won|korean won|south korean won",
        "INR": "rupees|rupee|indian rupees|₹",
        "CHF": "swiss francs|swiss franc|francs|franc",
        "SEK": "swedish crowns|swedish kronor|swedish krona|kronor",
        "NOK": "norwegian crowns|norwegian kroner",
        "DKK": "danish crowns|danish kroner|danish krone",
        "RUB": "rubles|roubles|ruble|rouble",
        "TRY": "lira|turkish lira",
        "BRL": "reais|brazilian reais",
        "MXN": "mexican pesos",
        "ZAR": "rand",
        "ILS": "shekels|shekel|new shekels",
        "MYR": "ringgit|malaysian ringgit",
        "THB": "baht",
        "VND": "dong",
        "PHP": "philippine pesos|philippine peso",
        "COP": "colombian pesos|colombian peso",
        "CLP": "chilean pesos|chilean peso",
        "NGN": "naira",
        "KES": "kenyan shillings|kenyan shilling",
        "HUF": "forint|forints",
        "RON": "lei|leu",
        "CZK": "czech crowns|czech crown|koruna|korunas",
        "PKR": "pakistani rupees|pakistani rupee",
        "BDT": "taka",
        "QAR": "qatari riyals|qatari riyal",
        "KWD": "kuwaiti dinars|kuwaiti dinar",
        "PEN": "peruvian soles",
        "IDR": "rupiah",
        "AED": "dirhams|dirham",
        "SAR": "riyals|riyal",
        "HRK": "kuna|kn",
        "PLN": "zloty|zlotys",
        "UAH": "hryvnia|hryvnias|hryvnya",
        "KZT": "tenge",
        "EGP": "egyptian pound|egyptian pounds",
        "ARS": "argentine pesos",
        "BTC": "bitcoin|bitcoins",
        "cent": "cents|cent|¢|us cents|u.s. cents",
        "penny": "pence|penny|p",
        "sen": "sen",
    }
)

MEASURES: Final = _table(
    {
        "percent": "%|percent|per cent|pct|pc|prozent|procent|pourcent|pour cent|por ciento|％|percentage",
        "percentage points": "percentage point|percentage points|ppt|ppts|pp|percent points|prozentpunkte",
        "basis points": "basis point|basis points|bp|bps|bips",
        "times": "times|fold|x|×",
        "year": "year|years|yr|yrs|jahre|jahren|ans|jaar",
        "month": "month|months|monate|monaten|mois|maanden",
        "week": "week|weeks|wochen|weken|semaines",
        "day": "day|days|tage|tagen|jours|dagen|business days|working days|calendar days",
        "hour": "hour|hours|hr|hrs|stunden|heures",
        "minute": "minute|minutes|min|mins",
        "second": "second|seconds|sec|secs|seconde|sekunde",
        "year of age": "year old|years old|years of age|yr old",
        "month of age": "month old|months old",
        "week of age": "week old|weeks old",
        "day of age": "day old|days old",
        "kilometer": "km|kms|kilometer|kilometers|kilometre|kilometres",
        "meter": "meter|meters|metre|metres",
        "centimeter": "cm|centimeter|centimeters|centimetre|centimetres",
        "millimeter": "mm|millimeter|millimeters|millimetre|millimetres",
        "micrometer": "μm|µm|micron|microns|micrometer|micrometers",
        "nanometer": "nm|nanometer|nanometers|nanometre|nanometres",
        "mile": "mile|miles|mi",
        "yard": "yard|yards|yd|yds",
        "foot": "foot|feet|ft|′",
        "inch": "inch|inches|″|in.",
        "square meter": "sq m|sq. m|sqm|square meter|square meters|square metre|square metres|m2|m²",
        "square foot": "sq ft|sq. ft|sqft|square foot|square feet|ft2",
        "square kilometer": "sq km|square kilometers|square kilometres|km2|km²",
        "square mile": "square mile|square miles|sq mi",
        "mm2": "mm2|mm²|square millimeters|square millimetres|sq mm",
        "acre": "acre|acres",
        "hectare": "hectare|hectares|ha",
        "bushel": "bushel|bushels",
        "cubic foot": "cubic foot|cubic feet",
        "cubic meter": "cubic meter|cubic meters|cubic metres|m3|m³",
        "gram": "gram|grams|gramme|grammes",
        "kilogram": "kg|kgs|kilo|kilos|kilogram|kilograms",
        "milligram": "mg|milligram|milligrams",
        "microgram": "μg|µg|microgram|micrograms",
        "pound": "lb|lbs|pound|pounds",
        "ounce": "oz|ounce|ounces|fluid ounce|fluid ounces",
        "ton": "ton|tons|short tons",
        "tonne": "tonne|tonnes|metric ton|metric tons|tonnen|tonnes métriques",
        "liter": "liter|liters|litre|litres",
        "milliliter": "ml|milliliter|milliliters|millilitres|cc",
        "gallon": "gallon|gallons|gal",
        "pint": "pint|pints",
        "quart": "quart|quarts",
        "barrel": "barrel|barrels|bbl",
        "barrel of oil": "barrels of oil|barrel of oil",
        "barrel per day": "bpd|b/d|barrels per day|barrels a day|barrel a day|barrels of oil per day",
        "celsius": "°c|degrees celsius|degree celsius|celsius|degrees c|centigrade",
        "fahrenheit": "°f|degrees fahrenheit|degree fahrenheit|fahrenheit|degrees f",
        "degree": "degree|degrees|°",
        "mile per hour": "mph|miles per hour|miles an hour|mile per hour",
        "kilometer per hour": "km/h|km/hr|kmh|kph|kilometers per hour|kilometres per hour|kilometers an hour",
        "mile per gallon": "mpg|miles per gallon|mile per gallon",
        "meter per second": "m/s|meters per second|metres per second",
        "rpm": "rpm|revolutions per minute",
        "horsepower": "hp|horsepower|ps",
        "brake horsepower": "bhp|brake horsepower",
        "pound-foot": "pound feet|lb ft|pound feet of torque|pound foot|lb-ft",
        "newton meter": "newton meters|newton metres",
        "watt": "watt|watts",
        "kilowatt": "kw|kilowatt|kilowatts",
        "MW": "megawatt|megawatts",
        "GW": "gw|gigawatt|gigawatts",
        "kilowatt hour": "kwh|kilowatt hour|kilowatt hours",
        "gigawatt hour": "gwh|gigawatt hour|gigawatt hours",
        "megawatt hour": "mwh|megawatt hour|megawatt hours",
        "terawatt hour": "twh|terawatt hour|terawatt hours",
        "volt": "volt|volts",
        "ampere per square centimeter": "a/cm2|a/cm²",
        "milliampere hour": "mah|milliampere hours",
        "hertz": "hz|hertz",
        "kilohertz": "khz|kilohertz",
        "megahertz": "mhz|megahertz",
        "gigahertz": "ghz|gigahertz",
        "decibel": "db|decibel|decibels",
        "gigapascal": "gpa|gigapascal|gigapascals",
        "megapascal": "mpa|megapascal|megapascals",
        "farad": "farad|farads",
        "parts per billion": "ppb|parts per billion",
        "parts per million": "ppm|parts per million",
        "calorie": "calories|cal|kcal",
        "KB": "kilobyte|kilobytes",
        "MB": "megabyte|megabytes",
        "GB": "gigabyte|gigabytes",
        "TB": "terabyte|terabytes",
        "PB": "petabyte|petabytes",
        "GB/s": "gb/s|gbps|gb/sec|gigabytes per second|gigabytes a second|gigabyte per second|gigabyte per seconde"
        "|gigabytes/s|gb per second|gb a second|gbyte/s|go/s",
        "TB/s": "tb/s|tb/sec|terabytes per second|terabytes a second|terabyte per second|tb per second|tb a second",
        "MB/s": "mb/s|megabytes per second|megabytes a second",
        "Mbps": "mbps|megabits per second|mbit/s",
        "Gbps": "gbit/s|gigabits per second|gb/s fiber",
        "Tbps": "tbps|tbit/s|terabits per second",
        "PFLOPS": "pflops|pflop|petaflops|petaflop|pflop/s",
        "TFLOPS": "tflops|teraflops|teraflop|tflop/s",
        "EFLOPS": "eflops|exaflops|exaflop",
        "GFLOPS": "gflops|gigaflops",
        "TOPS": "tops",
        "TPP": "tpp",
        "point": "point|points|pts",
        "share": "share|shares",
    }
)
"""Matched without regard to case."""

CASED_MEASURES: Final = _table(
    {
        "watt": "W",
        "kilowatt": "kW|KW",
        "MW": "MW",
        "GW": "GW",
        "volt": "V",
        "farad": "F",
        "celsius": "C|℃",
        "byte": "bytes",
        "KB": "KB|kB",
        "MB": "MB",
        "GB": "GB",
        "TB": "TB",
        "PB": "PB",
        "newton meter": "Nm|N m|NM",
        "hertz": "Hz|HZ",
        "second": "s",
        "hour": "h",
        "year": "a",
        "bit": "b",
        "gram": "g",
        "liter": "L|l",
        "meter": "m",
        "pound": "lb",
    }
)

PER: Final = _table(
    {
        "share": "share",
        "year": "year|annum",
        "month": "month",
        "week": "week",
        "day": "day",
        "hour": "hour",
        "second": "second",
        "minute": "minute",
        "barrel": "barrel",
        "ounce": "ounce|oz|troy ounce",
        "gallon": "gallon",
        "gram": "gram|g",
        "kilogram": "kilogram|kg|kilo",
        "ton": "ton",
        "tonne": "tonne|t|metric ton",
        "pound": "pound|lb",
        "bushel": "bushel",
        "acre": "acre",
        "hectare": "hectare|ha",
        "square meter": "sq m|square meter|square metre|m2",
        "square foot": "square foot|sq ft",
        "mega british thermal unit": "mmbtu",
        "century": "century",
        "megawatt hour": "mwh|megawatt hour",
        "gigabyte": "gb|gigabyte",
        "cubic meter": "cubic metre|cubic meter|m3",
        "liter": "litre|liter|l",
        "kilowatt hour": "kwh|kilowatt hour",
    }
)
MAX_UNIT_WORDS: Final = 5
WEIGHTS: Final = frozenset({"gram", "kilogram", "milligram", "microgram", "pound", "ounce", "ton", "tonne", "bushel"})
AREAS: Final = frozenset({"acre", "hectare", "square meter", "square foot", "square kilometer", "square mile"})
MEASURE_NAMES: Final = frozenset(MEASURES.values()) | frozenset(CASED_MEASURES.values())

_MONEY: Final = CURRENCY_CODES | frozenset(CURRENCY_SYMBOLS.values()) | frozenset(CURRENCY_WORDS.values())


def is_money(unit: str) -> bool:
    """An ISO 4217 code or its small coin, with or without "per …"."""
    return unit.split(" per ")[0] in _MONEY
