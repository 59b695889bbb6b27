"""What the stages need from the world, as Protocols. Adapters satisfy them; `wiring` chooses which.

Every method may raise the errors of `spotworks.errors`; those named in a docstring are the ones
that a caller handles.
"""

from spotworks.domain.costs import Spend
from spotworks.ports.channels import Channels
from spotworks.ports.critique import Critic, Galleries, PictureBrief
from spotworks.ports.finishing import Checker, Signer
from spotworks.ports.flow import Machine, RenderQueue, Tokens, Wait, Waits
from spotworks.ports.hearing import Aligned, Aligner, Prober
from spotworks.ports.intake import Footage, FootageIntake, FootageShot, Intake, LottieFacts, LottieIntake, Picture
from spotworks.ports.making import Maker, Product, Ticket
from spotworks.ports.modes import Mode, Modes
from spotworks.ports.ordering import Composer, Entry, OrderQueue, Orders, Receiver, Records, Stills, Traffic
from spotworks.ports.pictures import Artist, Eye, Framed, Framer, OverlayImage, Typecase
from spotworks.ports.publishing import Announcer, Watchers
from spotworks.ports.rendering import Rendered, Renderer, RenderPart
from spotworks.ports.storage import Clock, Files, Jobs, Ledger
from spotworks.ports.thinking import Answer, LanguageModel, Meter, Priced, Question, Several
from spotworks.ports.understanding import Quantifier
from spotworks.ports.vendors import (
    Challenger,
    Foley,
    Output,
    Said,
    Sounded,
    Speaker,
    StillInput,
    Vendor,
    VendorJob,
    VendorRequest,
    VendorStatus,
)
from spotworks.ports.writing import Researcher, Writer

__all__ = [
    "Composer",
    "Aligned", "Aligner", "Announcer", "Answer", "Artist", "Challenger", "Channels", "Checker", "Clock", "Critic",
    "Entry", "Eye", "Files", "Foley", "Footage", "FootageIntake", "FootageShot", "Framed", "Framer", "Galleries",
    "Intake", "Jobs", "LanguageModel", "Ledger", "LottieFacts", "LottieIntake", "Machine", "Maker", "Meter",
    "Mode", "Modes", "OrderQueue", "Orders", "Output", "OverlayImage", "Picture", "PictureBrief", "Priced",
    "Prober", "Product", "Quantifier", "Question", "Receiver", "Records", "RenderPart", "RenderQueue", "Rendered",
    "Renderer", "Researcher", "Said", "Several", "Signer", "Sounded", "Speaker", "Spend", "StillInput", "Stills",
    "Ticket", "Tokens", "Traffic", "Typecase", "Vendor", "VendorJob", "VendorRequest", "VendorStatus", "Wait", "Waits",
    "Watchers", "Writer",
]  # fmt: skip
