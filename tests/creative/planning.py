"""From a brief to its plan through the real stages, as the machine would run them, without media."""

from dataclasses import dataclass

from spotworks.domain.base import JobRef
from spotworks.domain.brief import Brief
from spotworks.domain.claims import Claims
from spotworks.domain.parameters import Parameters
from spotworks.domain.research import References, Research
from spotworks.domain.rubric import Score, abcd
from spotworks.domain.screenplay import Screenplay, Strategy
from spotworks.ports import Researcher, Writer
from spotworks.stages.admit_spot import admit_spot
from spotworks.stages.adopt_pictures import adopt_pictures
from spotworks.stages.choose_strategy import choose_strategy
from spotworks.stages.request_video import request_video
from spotworks.stages.research_product import research_product
from spotworks.stages.write_screenplay import write_screenplay
from tests.fakes.plans import MODELS
from tests.fakes.studio import ANGLES, TENANT, Studio


@dataclass(frozen=True)
class Planned:
    """Everything that the planning stages have left of one job."""

    job: JobRef
    brief: Brief
    parameters: Parameters
    research: Research | None
    references: References
    strategy: Strategy
    play: Screenplay
    claims: Claims

    @property
    def score(self) -> Score:
        return abcd(self.play)


def requested(studio: Studio, brief: Brief, key: str) -> JobRef:
    asked = request_video(
        brief, tenant=TENANT, key=key, request_id="req-1", desk=studio.desk, uploads=studio.uploads,
        machine=studio.machine, models=MODELS,
    )  # fmt: skip
    job = JobRef(tenant=TENANT, video_id=asked.video_id, request_id="req-1")
    admit_spot(job, desk=studio.desk, uploads=studio.uploads, models=MODELS)
    return job


def planned(studio: Studio, brief: Brief, key: str, *, writer: Writer, researcher: Researcher) -> Planned:
    """key: of the request; each needs one of its own. Raises what the stages raise."""
    job, desk = requested(studio, brief, key), studio.desk
    studio.prepare(job)
    if brief.url:
        research_product(job, desk=desk, researcher=researcher)
        adopt_pictures(job, desk=desk, researcher=researcher, intake=studio.intake)
    choose_strategy(job, desk=desk, writer=writer, angles=ANGLES)
    write_screenplay(job, desk=desk, writer=writer)
    return Planned(
        job=job,
        brief=desk.read(job, "brief.json", Brief),
        parameters=desk.read(job, "parameters.json", Parameters),
        research=desk.find(job, "research.json", Research),
        references=desk.read(job, "references.json", References),
        strategy=desk.read(job, "strategy.json", Strategy),
        play=studio.play(job),
        claims=desk.read(job, "claims.json", Claims),
    )
