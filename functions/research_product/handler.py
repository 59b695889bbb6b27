"""ResearchProduct. In: a job whose brief has a url. Out: the page's title."""

from spotworks import wiring
from spotworks.domain.base import JobRef
from spotworks.runtime.step import step
from spotworks.stages.research_product import Researched, research_product


@step(JobRef)
def handler(job: JobRef) -> Researched:
    return research_product(job, desk=wiring.desk(), researcher=wiring.researcher())
