"""The one condition language: a measure's `where`, a policy's `when`, a layout's `require`, a caveat's `applies`.

    convictions >= 1 and agency in ('ICE', 'CBP') and not (age < 16 or entry_date between 2009-01-01 and 2010-12-31)
    measure like 'ice.removals*' and sentence_days is known

Parsed once by `parse` into a frozen tree. Three readings: `holds` for one case, `expr` over columns, `explain` in
words. Missing is unknown in all three: Kleene's three-valued logic. `bind` and `residual` read one in part: what
is left of it once some names are known.
"""

from tallybook.base.conditions.bind import FALSE, TRUE, bind, residual
from tallybook.base.conditions.check import check
from tallybook.base.conditions.columns import expr
from tallybook.base.conditions.define import expand
from tallybook.base.conditions.explain import Explanation, explain, missing
from tallybook.base.conditions.parser import parse
from tallybook.base.conditions.reading import Case, holds
from tallybook.base.conditions.tree import Between, Tree, names

__all__ = [
    "FALSE", "TRUE", "Between", "Case", "Explanation", "Tree", "bind", "check", "expand", "explain", "expr", "holds",
    "missing", "names", "parse", "residual",
]  # fmt: skip
