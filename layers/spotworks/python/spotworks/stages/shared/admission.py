"""What is checked when a request comes in, and again when its job begins."""

from collections.abc import Sequence

from spotworks.domain.brief import Brief
from spotworks.domain.keys import upload_key
from spotworks.domain.model import Model
from spotworks.domain.money import estimate, share
from spotworks.errors import BudgetExceeded, InvalidRequest, ModelUnavailable, NotFound
from spotworks.ports import Files


def chosen_model(brief: Brief, models: Sequence[Model]) -> Model:
    """Raises InvalidRequest for an unknown model, ModelUnavailable for one without its key."""
    by_id = {model.id: model for model in models}
    if brief.model not in by_id:
        raise InvalidRequest(f"model: there is no {brief.model!r}; known: {', '.join(sorted(by_id))}", field="model")
    model = by_id[brief.model]
    if not model.available:
        raise ModelUnavailable(f"model: {model.id} cannot be used: {model.why_not}", field="model")
    return model


def affordable(brief: Brief, models: Sequence[Model]) -> None:
    """Raises BudgetExceeded if the cap of one variation is below what it may cost."""
    needed = estimate(brief, chosen_model(brief, models).price)
    if share(brief) < needed:
        wanted = needed * brief.variations
        raise BudgetExceeded(
            f"budget: ${brief.budget} is below the estimate of ${wanted} for {brief.variations} "
            f"video(s) of {float(brief.duration):g} s in {brief.quality} quality",
            field="budget",
        )


def uploads_are_there(brief: Brief, tenant: str, uploads: Files) -> None:
    """Raises InvalidRequest, naming the first upload that is not."""
    for asset in brief.reference_assets:
        try:
            uploads.size(upload_key(tenant, asset))
        except NotFound as error:
            raise InvalidRequest(f"reference_assets: there is no upload {asset}", field="reference_assets") from error
