"""What a cell's text is: one set of patterns, read alike by Python and by SQL."""

import pytest

from tallybook.base.engine import Local
from tallybook.records.typing_sql import macros
from tallybook.sources.cells import State, state_of

REDACTED = [
    "(B)(6);(B)(7)(C) ", "(B)(7)(E) ", "(b)(6),(b)(7)(c )", "(b)(7)(E )", "(b)(6),(b)(7)c)", "(b)(7)e)",
    "(b)(6), (b)(7)(c)", "(b)(6), (b)(7)(c) (b)(7)(e)", "(b)(6)(b)(7)(c)", "b(6), b(7)c", "b(6), b(7)C",
    "b(6), b(7)(c)",     "b(7)(e)", "(B)(3)",
]  # fmt: skip
VALUES = [
    "B2 visa holder", "237a2Aiii", "BOSTON", "NAMIBIA", "Nashville", "(blank)", "8 USC 1326(b)(2)", "1326(b)(1)", "b",
    "-1", "Not an Aggravated Felon", "Not in Custody", "1", "0301", "[8F] Expedited Removal", "RELEASED", "Theft (b)",
]  # fmt: skip
CASES = [
    *((text, State.REDACTED) for text in REDACTED),
    *((text, State.VALUE) for text in VALUES),
    *((text, State.BLANK) for text in ("", "  ", "--", "-", "\t", "—")),
    *((text, State.NOT_APPLICABLE) for text in ("NA", "N/A", "n/a", "Not Applicable", "Not  Applicable", " NA ")),
]


@pytest.mark.parametrize(("text", "state"), CASES)
def test_the_state_of_a_cell(text: str, state: State) -> None:
    assert state_of(text) is state


def test_sql_reads_every_cell_as_python_does() -> None:
    with Local() as engine:
        for macro in macros(()):
            engine.sql(macro)
        found = {text: engine.sql("select cell_state(cell_text($t))", {"t": text}).item() for text, _ in CASES}
    assert found == {text: state.value for text, state in CASES}
