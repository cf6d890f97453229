"""How a model works: write the economics once, as plain arithmetic, and every surface follows from that text."""

from .draws import over_draws
from .model import (
    Input,
    Model,
    Output,
    change,
    figures_of,
    input_named,
    inputs_of,
    limits_of,
    output,
    output_named,
    outputs_of,
    rivals_of,
)
from .nodes import (
    Value,
    exp,
    log,
    maximum,
    minimum,
    normal_cdf,
    normal_quantile,
    not_available,
    smallest,
    sqrt,
    where,
)
from .printing import javascript
from .proof import prove_units
from .text import evaluate_text, parse
from .views import Explorer, Mark, View

__all__ = [
    "Explorer",
    "Input",
    "Mark",
    "Model",
    "Output",
    "Value",
    "View",
    "change",
    "evaluate_text",
    "exp",
    "figures_of",
    "input_named",
    "inputs_of",
    "javascript",
    "limits_of",
    "log",
    "maximum",
    "minimum",
    "normal_cdf",
    "normal_quantile",
    "not_available",
    "output",
    "output_named",
    "outputs_of",
    "over_draws",
    "parse",
    "prove_units",
    "rivals_of",
    "smallest",
    "sqrt",
    "where",
]
