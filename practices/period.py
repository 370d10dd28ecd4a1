"""The period of a practice: in which years did it run, as people write it in the languages of the programme?

A text is read in three steps: its tokens are recognised, each token becomes one letter of a shape
("from March 2015 to June 2018" has the shape "smytmy"), and three patterns over shapes say what it means.
Every pattern takes linear time, so a hostile text costs no more than its length.
"""
# ruff: noqa: RUF001 -- the Cyrillic and Greek letters are meant

import re
import unicodedata
from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext

LAST_YEAR = 2100  # the first is 1900: see YEAR
LONGEST_SHORT_RANGE = 40  # "2015-50" is a range, "2015-99" is not
LONGEST_PERIOD = 2_000  # characters that are read
FIRST_SHORT_YEAR = 1951  # "'51" is 1951, "'50" is 2050

# What says what, in which language. Accents and capitals do not count; the longest phrase wins.
WORDS = {
    # not what it looks like
    "neutral": """
        English: start of, beginning of, the start of, the beginning of
        Italian, Portuguese: fra il, do ano
    """,
    # it goes on, wherever this stands
    "now": """
        English: present, now, today, nowadays, ongoing, on going, going, continuing, continuous, continuously, continues
        English: permanent, permanently, current, currently, still, in progress, under way, underway, to date, till date
        English: until date, up to date, open ended, no end, no end date, indefinite, indefinitely, unlimited
        English: until further notice, to this day, in operation
        French: en cours, présent, aujourd hui, maintenant, ce jour, nos jours, toujours, continu, en continu, continue
        French: permanente, actuel, actuelle, actuellement, pérenne, indéterminée
        Spanish: en curso, en marcha, presente, hoy, ahora, actualidad, actual, actualmente, la fecha, vigente, en vigor
        Spanish, Catalan, Romanian: continuo, continua, indefinido, indefinida, sigue, avui, actualitat, en curs, actualment, vigent, prezent, în curs
        Italian: in corso, oggi, attuale, attualmente, ancora, tuttora, continuativo, continuativa, adesso
        Portuguese: em curso, em andamento, hoje, agora, atualidade, atual, atualmente, em vigor, a decorrer, ainda, até à data
        German: laufend, fortlaufend, läuft, heute, jetzt, gegenwart, aktuell, derzeit, andauernd, dauerhaft, ständig
        German: unbefristet, noch, bis dato, bis auf weiteres, daueraufgabe
        Dutch: heden, vandaag, lopend, doorlopend, nog steeds
        Nordic: nå, nu, i dag, idag, pågår, pågående, løpende, løbende, löpande, fortsatt, kontinuerlig, dags dato
        Nordic: tills vidare, igangværende, d d
        Ukrainian: дотепер, донині, досі, триває, тривають, теперішній час, сьогодні, зараз, нині, постійно, постійний
        Ukrainian, Russian: безстроково, цього часу, наш час, продолжается, сих пор, сегодня, сейчас, настоящее время
        Polish, South Slavic: nadal, obecnie, chwili obecnej, dziś, dzisiaj, teraz, trwa, stale, danas, u toku, traje
        Greek: σήμερα, τώρα, σε εξέλιξη, συνεχίζεται, μόνιμο
        Turkish: günümüz, günümüze, bugün, bugüne, halen, hala, devam ediyor, devam etmekte, sürekli, sürüyor
        Japanese, Korean: 現在, 継続, 実施中, 進行中, 현재, 진행, 계속, 지금
        Arabic, Hebrew: الآن, اليوم, مستمر, היום, כיום
    """,
    # it comes back: it goes on, unless years say otherwise
    "often": """
        English: annual, annually, yearly, every, each, regular, regularly, recurring, monthly, weekly, daily, running, active
        French: annuel, annuelle, chaque, tous les ans, régulier, régulièrement
        Spanish, Catalan, Italian, Portuguese: anual, anualmente, cada, todos los años, todos os anos, annuale, ogni
        German, Dutch, Nordic: jährlich, jedes jahr, regelmäßig, jaarlijks, elk jaar, årlig, årligen, hvert år, varje år
        Ukrainian, Russian, Polish: щорічно, щороку, кожного року, ежегодно, corocznie, co roku
        Greek, Turkish, Japanese, Korean: κάθε χρόνο, her yıl, 毎年, 매년
    """,
    "since": """
        English: since, from, as of, as from, with effect from, starting, beginning in
        French: depuis, dès, à partir de, à partir du, à partir d, à compter de, à compter du
        Spanish, Catalan, Portuguese: desde, a partir del, a partir do, a partir da, des de, des del
        Italian: dal, dall, dalla, da gennaio, da febbraio, da marzo, da aprile, da maggio, da giugno, da luglio
        Italian: da agosto, da settembre, da ottobre, da novembre, da dicembre, a partire dal, a partire da
        German, Dutch: seit, ab, sinds, vanaf, sedert
        Nordic: siden, fra, fra og med, sedan, från, från och med, f o m
        Ukrainian, Russian: з, із, зі, від, починаючи з, с, от, начиная с
        Polish, South Slavic, Romanian, Greek, Arabic, Hebrew: od, począwszy od, din, από, منذ, מאז
    """,
    # "since" behind its year
    "after": """
        English: onwards, onward, and later, and after, and beyond, and following
        French, Spanish, Catalan: et suivantes, et après, et au delà, en adelante, y siguientes, en endavant
        Italian, Portuguese, Ukrainian: in poi, in avanti, em diante, і далі
        Turkish, Japanese, Korean: beri, itibaren, bu yana, から, 以降, 부터, 이후
    """,
    "ended": """
        English: ended, finished, completed, concluded, closed, terminated, discontinued
        French, Spanish: terminé, terminée, achevé, finalizado, finalizada, finalizó, terminado, terminada, terminó
        Italian, Portuguese, German: concluso, conclusa, concluído, concluída, beendet, abgeschlossen, endete
        Ukrainian: завершено, закінчено
    """,
    "began": """
        English: start, started, began, begun, launched, launch
        French, Spanish: débuté, commencé, lancé, lancée, lancement, iniciado, iniciada, comenzó
        Italian, Portuguese: avviato, avviata, iniziato, iniziata, lançado, lançada
        German, Ukrainian: gestartet, begonnen, розпочато, започатковано
    """,
    "until": """
        English, French, Spanish, Catalan: until, till, til, up to, upto, through, thru, jusqu, jusque, hasta, fins
        Italian, Portuguese, Romanian: fino a, fino al, fino, sino al, até, până
        German, Dutch, Nordic: bis, tot, tot en met, t/m, til og med, till och med, frem til, fram til, fram till, t o m
        Ukrainian, Russian, Polish, South Slavic: до, по, do
        Greek, Arabic, Hebrew: έως, μέχρι, ως, حتى, עד
    """,
    # "until" behind its year
    "before": "Turkish, Japanese, Korean: kadar, dek, まで, 까지",
    "to": "English, French, Spanish, Portuguese: to, à, au, al, ao",  # joins two years
    "denied": """
        English, Spanish, Italian, Portuguese: not, no longer, no, ya no, non, não
        French, German, Dutch, Nordic, Ukrainian, Polish: pas, plus, nicht, nicht mehr, niet, ikke, inte, не, nie
    """,
}
MONTHS = (  # how their names begin
    "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|fev|avr|mai|jui|aou|ene|abr|ago|set|dic|gen|mag|giu|lug|ott|dez|out"
    "|okt|maj|mei|mrt|des|січ|лют|бер|кві|тра|чер|лип|сер|вер|жов|лис|гру|янв|фев|апр|мая|июн|июл|авг|сен|окт|ноя|дек"
    "|sty|lut|kwi|cze|lip|sie|wrz|paz|lis|gru"
)
SEASONS = (
    "spring|summer|autumn|fall|winter|half|quarter|term|semester|printemps|ete|automne|hiver|trimestre|primavera|verano"
    "|otono|invierno|estate|autunno|inverno|verao|outono|fruhling|sommer|herbst|весн|літ|осен|осін|зим"
)
UNITS = (  # what follows a number that counts something
    r"[€$£₴¥%]|(?:eur|euros?|usd|chf|gbp|uah|nok|sek|dollars?|грн|people|persons|personnes|personas|persone|pessoas"
    r"|personen|осіб|participants?|participantes|partecipanti|students|pupils|schools|hours|inhabitants)\b"
)

LETTER = r"[^\W\d_]"
GAP = r"[\s'.-]{1,3}"  # between the words of a phrase
MONTH_NUMBER = r"(?:0?[1-9]|1[0-2])"
NO_DATE = r"(?!\d|\.\d|/\d{4}|[-/.]\d\d?[-/.]\d{4})"
YEAR = r"(?:(?:19|20)\d\d|2100)(?!\d)"
TENS = r"(?:19|20)\d0"

NOISE = (  # addresses, telephone numbers, sums, counts, names of programmes, hyphens within words
    rf"https?://\S+|\+\d[\d ()./-]{{6,20}}|0\d{{2,5}}[ /.-]\d[\d /.-]{{3,20}}|[€$£₴¥№#]\s?\d[\d.,]{{0,15}}"
    rf"|\d[\d.,]{{0,15}}\s?(?:{UNITS})|(?:agenda|horizon|h)[\s-]?20[2-9]0\b|(?<={LETTER})-(?={LETTER})"
)
DECADE = (  # "late 1990s", "2010er", "années 2010"
    rf"(?:(?P<third>early|mid|late)[\s-]{{1,2}})?(?P<tens>{TENS})"
    rf"(?:'?s|er|erne|-?х|-?ті|-?те|-?тых|-?tal(?:et|let))(?!{LETTER})"
    rf"|(?:annees|anni|anos|anys)\s(?P<round>{TENS})(?!\d|\s?[-/,]|\s(?:a|e|et|i|y|au|al)\s)"
)
DATE = (  # "01.09.15", "2015-09-01"
    rf"\d\d?[./-]{MONTH_NUMBER}[./-](?P<yy>\d\d)(?!\d)"
    rf"|(?P<yyyy>{YEAR})[./-]{MONTH_NUMBER}[./-](?:0?[1-9]|[12]\d|3[01])(?!\d)"
)
YEARS = (  # "2015", "1.9.2015", "2015/16/17", "2015 – 17"
    rf"(?:\d\d?[./-]){{0,2}}(?P<full>{YEAR})(?P<more>(?:[-/]'?\d\d{NO_DATE}(?!\.?\s?(?:{MONTHS}))"
    rf"|\s?(?:[-/]|to|bis|a|al|до)\s?'?\d\d{NO_DATE}(?!\.?\s?{LETTER}))*)"
)
SIGNS = str.maketrans("~～−→>’‘ʼ`´′", "-" * 5 + "'" * 6)


def _fold(text: str) -> str:
    """Write in small letters without accents or invisible signs; digits, dashes and apostrophes in ASCII."""
    chars = text.casefold().translate(SIGNS)
    return "".join(_plain(part) for char in chars for part in unicodedata.normalize("NFD", char))


def _plain(char: str) -> str:
    match unicodedata.category(char):
        case "Pd":
            return "-"
        case "Mn" | "Cf":
            return ""
    return str(unicodedata.decimal(char, char))


def _phrases(kind: str) -> str:
    """Make one pattern of all phrases of a kind; a phrase ends where a word ends, in scripts that part words."""
    lists = [line.partition(":")[2] for line in WORDS[kind].strip().splitlines()]
    phrases = {_fold(phrase.strip()) for line in lists for phrase in line.split(",")}
    return "|".join(
        re.escape(phrase).replace(r"\ ", GAP) + (rf"(?!{LETTER})" if phrase < "\u1100" else "")
        for phrase in sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    )


LATE = "z"  # a year after the last: it counts as a word
# Each kind of token: its letter in a shape, and how it is recognised. The first kind that fits is taken.
TOKENS = {
    "noise": ("", NOISE),
    "decade": ("y", DECADE),
    "date": ("y", DATE),
    "year": ("y", YEARS),
    "short": ("y", r"(?<!\w)'(?P<apostrophe>\d\d)(?!\d)"),
    "part": ("m", rf"\d\d?(?!\d)(?:{LETTER}{{1,2}}(?!{LETTER}))?"),  # of a date: names no year
    "neutral": ("w", _phrases("neutral")),
    "now": ("n", _phrases("now")),
    "often": ("o", _phrases("often")),
    "since": ("s", _phrases("since")),
    "after": ("a", _phrases("after")),
    "ended": ("e", _phrases("ended")),
    "began": ("b", _phrases("began")),
    "until": ("u", _phrases("until")),
    "before": ("p", _phrases("before")),
    "to": ("t", _phrases("to")),
    "denied": ("x", _phrases("denied")),
    "month": ("m", rf"(?:{MONTHS}|{SEASONS}){LETTER}*"),
    "late": (LATE, r"2[1-9]\d\d(?!\d|[-./]\d)"),
    "word": ("w", rf"\d+(?:[-./]\d+)*|[^\W\d_\u1100-\uffff]+|{LETTER}"),
    "dash": ("-", r"(?:[-…]|\.\.)+"),
    "plus": ("+", r"\+"),
    "pause": (",", r"[,;/()\[\]]"),
}
TOKEN = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, (_, pattern) in TOKENS.items()))
# It goes on when this is found in the shape ...
CLOSED = r"(?![wm]*[-tu][-wm,]*y|[wmo,]*tm*y|[wm,]*e[wm,]*y|[wm]*y[wm]{0,4}p)"
OPEN = re.compile(
    r"(?<!x)(?<!xw)n"  # "ongoing", but not "not yet ongoing"
    rf"|s[wm,]*-?y{CLOSED}"  # "since mid-2015"
    rf"|y[-wmt,]{{0,4}}a{CLOSED}"  # "2019 onwards"
    r"|y-?\+"  # "2015+"
    r"|y[wm,]{0,2}(?:-++(?!\w)|[tu]$)"  # "2015 - ..."
)
BEGAN = re.compile(r"b[-wmt,]*y")  # ... or, of a single year, this: "started in 2015"
# Years that are only an end: "until June 2015", "-2015", but not "January until June 2015"
ONLY_END = re.compile(r"(?<!m)[ue][-wmt,]*y|^[-t]y|y[wm]{0,4}p")


@dataclass(frozen=True)
class Period:
    """Years from 1900 to 2100; start <= end; what is ongoing has no end, what is not and has a start has an end."""

    start: int | None
    end: int | None
    ongoing: bool

    def __str__(self) -> str:
        """Spell it so that ``parse`` reads the same period."""
        if self.ongoing:
            return f"since {self.start}" if self.start else "ongoing"
        if self.start == self.end:
            return str(self.start or "")
        return f"{self.start}–{self.end}" if self.start else f"until {self.end}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what the text says, as far as it can be read; never raises. Several years count from first to last."""
        shape, named = read_shape(text)
        shape, years = shape.replace(LATE, "w"), [year for years in named for year in years]
        ongoing = _goes_on(shape)
        starts = "y" in ONLY_END.sub("", shape)
        return cls(min(years) if starts else None, max(years) if years and not ongoing else None, ongoing)

    def first(self, this_year: int) -> int | None:
        """Return the first year in which it ran; with an unknown start the year of its end, or this year if it goes on."""
        return self.start or self.end or (this_year if self.ongoing else None)

    def last(self, this_year: int) -> int | None:
        """Return the last year in which it ran; what goes on runs to this year, or to its start if that lies ahead."""
        return max(this_year, self.start or this_year) if self.ongoing else self.end

    def runs_in(self, year: int, *, this_year: int) -> bool:
        first, last = self.first(this_year), self.last(this_year)
        return first is not None and last is not None and first <= year <= last

    def meaning(self) -> str:
        """Say what was understood, to people, in their language."""
        years = {"start": str(self.start), "end": str(self.end)}
        if self.ongoing:
            text = gettext("since %(start)s, still running") if self.start else gettext("still running")
            return text % years
        if self.start == self.end:
            return str(self.start or "")
        return (gettext("%(start)s to %(end)s") if self.start else gettext("until %(end)s")) % years


def read_shape(text: str) -> tuple[str, list[list[int]]]:
    """Return the shape of a text, and the years that each "y" in it names."""
    shape, named = [], []
    for token in TOKEN.finditer(_fold(text[:LONGEST_PERIOD])):
        years = _years(token)
        a_range = token["more"] and years[-1] - years[0] > 1  # "2011-14", but not the school year "2018/19"
        shape.append("y-y" if a_range else TOKENS[token.lastgroup or ""][0])
        named += [years[:1], years[1:]] if a_range else [years] if years else []
    return "".join(shape), named


def _years(token: re.Match[str]) -> list[int]:
    """Return the years that one token names."""
    if tens := token["tens"] or token["round"]:
        first, last = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(token["third"], (0, 9))
        return [int(tens) + first, int(tens) + last]
    if short := token["yy"] or token["apostrophe"]:
        return [FIRST_SHORT_YEAR + (int(short) - FIRST_SHORT_YEAR) % 100]
    if year := token["yyyy"] or token["full"]:
        return _with_short_ends(int(year), token["more"] or "")
    return []


def _with_short_ends(year: int, more: str) -> list[int]:
    """Return the year, and the years of "-14" or "/16/17" behind it unless they can only be months."""
    years = [year]
    for short in re.findall(r"\d\d", more):
        end = years[-1] + (int(short) - years[-1]) % 100
        if end <= min(LAST_YEAR, years[-1] + LONGEST_SHORT_RANGE):
            years.append(end)
    return years


def _goes_on(shape: str) -> bool:
    years = shape.count("y")
    began = years == 1 and BEGAN.search(shape)
    comes_back = years == 0 and "o" in shape
    return bool(OPEN.search(shape) or began or comes_back)
