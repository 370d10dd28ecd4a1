"""The parts of the world that one can enter: which countries each has, and what of the earth its map shows."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from practices.places.map.extent import Extent


@dataclass(frozen=True)
class Region:
    """A part of the world; a country can be in several."""

    slug: str
    name: str | Promise
    extent: Extent
    codes: frozenset[str]

    def get_absolute_url(self) -> str:
        return reverse("practices:region", args=[self.slug])


def _region(slug: str, name: str | Promise, extent: Extent, codes: str) -> Region:
    return Region(slug, name, extent, frozenset(codes.split()))


REGIONS: dict[str, Region] = {
    each.slug: each
    for each in (
        # the members of the Council of Europe, and what lies between them
        _region(
            "europe",
            _("Europe"),
            Extent(-11, 34.5, 46, 70),
            """AD AL AM AT AX AZ BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GE GG GI GR HR HU IE IM IS IT JE LI LT
            LU LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM TR UA VA""",
        ),
        # whatever has a coast there
        _region(
            "mediterranean",
            _("The Mediterranean"),
            Extent(-10, 29, 42, 46.5),
            "AL BA CY DZ EG ES FR GI GR HR IL IT LB LY MA MC ME MT PS SI SY TN TR",
        ),
        # from here on as the United Nations have them (M49)
        _region(
            "africa",
            _("Africa"),
            Extent(-19, -35.5, 58, 37.5),
            """AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW IO KE KM LR LS LY MA MG ML MR MU MW
            MZ NA NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TF TG TN TZ UG YT ZA ZM ZW""",
        ),
        _region(
            "asia",
            _("Asia"),
            Extent(34, -10, 146, 55),
            """AE AF AM AZ BD BH BN BT CN CY GE HK ID IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM MN MO MV MY NP OM
            PH PK PS QA SA SG SY TH TJ TL TM TR TW UZ VN YE""",
        ),
        _region(
            "america",
            _("The Americas"),
            Extent(-128, -55, -35, 60),
            """AG AI AR AW BB BL BM BO BQ BR BS BV BZ CA CL CO CR CU CW DM DO EC FK GD GF GL GP GS GT GY HN HT JM KN KY
            LC MF MQ MS MX NI PA PE PM PR PY SR SV SX TC TT US UY VC VE VG VI""",
        ),
        _region(
            "oceania",
            _("Oceania"),
            Extent(113, -47, 180, 0),
            """AS AU CC CK CX FJ FM GU HM KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV UM VU WF WS""",
        ),
    )
}
"""By the word of their address, which no country has."""
