"""SignSpot. In: the job and the number of an output. Out: the key of its signed copy, "" where no key is set."""

from spotworks import wiring
from spotworks.domain.base import OutputRef
from spotworks.runtime.step import step
from spotworks.stages.sign_spot import SigningEnded, sign_spot


@step(OutputRef)
def handler(output: OutputRef) -> SigningEnded:
    with wiring.scratch() as folder:
        return sign_spot(output, desk=wiring.desk(), signer=wiring.signer(), folder=folder, output=output.output)
