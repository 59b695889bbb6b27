"""CheckQuality. In: the job and the number of an output. Out: how many checks passed; a failed one is an error."""

from spotworks import wiring
from spotworks.domain.base import OutputRef
from spotworks.runtime.step import step
from spotworks.stages.check_quality import Checked, check_quality


@step(OutputRef)
def handler(output: OutputRef) -> Checked:
    with wiring.scratch() as folder:
        return check_quality(output, desk=wiring.desk(), checker=wiring.checker(), folder=folder, output=output.output)
