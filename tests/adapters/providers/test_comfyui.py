"""ComfyUI's server, against its fake. It has no SDK; the format is that of its own server.py and execution.py."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.vendors.answers import answering
from local.vendors.serving import account_at, png_of
from spotworks.adapters.providers.account import Account
from spotworks.adapters.providers.comfyui import GRAPHS, ComfyUI
from spotworks.adapters.providers.downloads import download
from spotworks.errors import ModelUnavailable, ProviderRejected
from spotworks.ports import StillInput, VendorJob, VendorRequest
from tests.fakes.rows import MODELS

MODEL = MODELS["comfyui"]
STILL = StillInput(content=png_of(360, 640), content_type="image/png")
JOB = VendorJob(id="the-job")


@pytest.fixture
def comfyui(shop):
    return ComfyUI(account_at(shop, "comfyui"))


@pytest.fixture
def answer():
    with answering() as found:
        yield found


def of(answer) -> ComfyUI:
    return ComfyUI(Account("comfyui", lambda name: "", base=answer.base))


def wanted(**about: Any) -> VendorRequest:
    first = {"kind": "clip", "model": MODEL, "prompt": "steam rises", "seconds": 1, "aspect": "9:16", "seed": 7}
    return VendorRequest(**(first | {"size": "704x1280", "client_key": "the-key"} | about))


def sent(shop) -> dict[str, Any]:
    [work] = shop.paid.values()
    return work.body


def model_with(graph: Any, tmp_path: Path) -> Any:
    path = tmp_path / "graph.json"
    path.write_text(graph if isinstance(graph, str) else json.dumps(graph), encoding="utf-8")
    return MODEL.model_copy(update={"options": {"graph": str(path)}})


def test_the_graph_is_filled_with_values_of_their_own_kind(shop, comfyui):
    comfyui.create(wanted())
    graph = sent(shop)["prompt"]
    assert (graph["5"]["inputs"]["text"], graph["6"]["inputs"]["text"]) == ("steam rises", "")
    assert graph["7"]["inputs"] == {"vae": ["3", 0], "width": 704, "height": 1280, "length": 25, "batch_size": 1}
    assert (graph["8"]["inputs"]["seed"], graph["10"]["inputs"]["fps"]) == (7, 24)
    assert sent(shop)["client_id"] == "the-key"


def test_a_picture_is_uploaded_before_the_one_call_that_begins_anything(shop, comfyui):
    comfyui.create(wanted(first_frame=STILL))
    assert shop.asked == ["POST /comfyui/upload/image", "POST /comfyui/prompt"]
    graph = sent(shop)["prompt"]
    assert graph["12"]["inputs"]["image"] == "the-key-first_frame.png"
    assert graph["7"]["inputs"]["start_image"] == ["12", 0]


def test_the_file_is_viewed_where_the_graph_saved_it(shop, comfyui, tmp_path):
    done = comfyui.poll(comfyui.create(wanted()), MODEL)
    assert done.outputs[0].url.startswith(f"{shop.base}/comfyui/view?filename=")
    download(done.outputs[0], tmp_path / "clip", allow=account_at(shop, "").allow)
    assert (tmp_path / "clip").read_bytes()[4:8] == b"ftyp"


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40) | st.just("{seed} {a|b} {prompt}"))
def test_a_prompt_stays_as_it_is_whatever_it_holds(prompt):
    from spotworks.adapters.providers.comfyui import _filled

    graph = {"1": {"inputs": {"whole": "{prompt}", "part": "best {prompt}, seed {seed}", "n": 5, "link": ["2", 0]}}}
    assert _filled(graph, {"prompt": prompt, "seed": 7}, MODEL) == {
        "1": {"inputs": {"whole": prompt, "part": f"best {prompt}, seed 7", "n": 5, "link": ["2", 0]}}
    }


@pytest.mark.parametrize("graph", ["no json", "", '{"1": '])
def test_a_graph_that_does_not_read_is_named_before_anything_is_sent(shop, comfyui, tmp_path, graph):
    with pytest.raises(ModelUnavailable, match=r"graph\.json"):
        comfyui.create(wanted(model=model_with(graph, tmp_path)))
    assert shop.asked == []


def test_a_graph_that_is_not_there_is_named(shop, comfyui):
    with pytest.raises(ModelUnavailable, match=r"nowhere\.json"):
        comfyui.create(wanted(model=MODEL.model_copy(update={"options": {"graph": "nowhere.json"}})))
    with pytest.raises(ModelUnavailable):
        comfyui.create(wanted(model=MODEL.model_copy(update={"options": {}})))


def test_a_placeholder_that_nothing_fills_is_named(shop, comfyui, tmp_path):
    for place in ("{first_frame}", "{mood}"):
        model = model_with({"1": {"class_type": "LoadImage", "inputs": {"image": place}}}, tmp_path)
        with pytest.raises(ProviderRejected, match=place):
            comfyui.create(wanted(model=model))
    assert shop.asked == []


@pytest.mark.parametrize(
    ("graph", "said"),
    [
        ({"1": {"class_type": "LoadImage", "inputs": {"image": "gone.png"}}}, "no outputs"),
        ({"1": {"inputs": {}}}, "class_type"),
        (
            {"1": {"class_type": "SaveVideo", "inputs": {"video": ["2", 0]}},
             "2": {"class_type": "LoadImage", "inputs": {"image": "gone.png"}}},
            r"node 2 \(LoadImage\): Custom validation failed for node image - Invalid image file: gone\.png",
        ),
        (
            {"1": {"class_type": "SaveVideo", "inputs": {"video": ["9", 0]}}},
            r"node 1 \(SaveVideo\)",
        ),
        (
            {"1": {"class_type": "SaveVideo", "inputs": {"width": "wide"}}},
            "invalid literal",
        ),
    ],
    ids=["no output", "no class", "no such picture", "no such node", "no number"],
)  # fmt: skip
def test_what_the_server_has_against_a_graph_is_said_by_node(shop, comfyui, tmp_path, graph, said):
    with pytest.raises(ProviderRejected, match=said):
        comfyui.create(wanted(model=model_with(graph, tmp_path)))
    assert not shop.paid


@pytest.mark.parametrize("name", sorted(path.name for path in GRAPHS.glob("*.json")))
def test_graphs_that_we_bring_hold_together(name):
    graph = json.loads((GRAPHS / name).read_text(encoding="utf-8"))
    links = [value for node in graph.values() for value in node["inputs"].values() if isinstance(value, list)]
    assert {link[0] for link in links} < graph.keys()
    assert set(graph) - {link[0] for link in links} == {"11"}, "all but what saves lead somewhere"


def test_only_our_own_work_is_interrupted(shop, comfyui):
    shop.seconds = 60
    ours, other = comfyui.create(wanted()), comfyui.create(wanted(client_key="other"))
    shop.paid[other.id].fault = "stuck"
    comfyui.cancel(ours, MODEL)
    assert "POST /comfyui/interrupt" not in shop.asked, "it was only waiting"
    assert (shop.paid[ours.id].cancelled, shop.paid[other.id].cancelled) == (True, False)
    comfyui.cancel(other, MODEL)
    assert shop.asked[-1] == "POST /comfyui/interrupt"
    assert comfyui.poll(other, MODEL).state == "cancelled"


def test_what_ends_between_two_looks_is_not_lost(answer):
    looks = iter([{}, {"queue_running": [], "queue_pending": []}, {"the-job": {"outputs": {}, "status": None}}])
    answer.said = lambda path, body: next(looks)
    assert of(answer).poll(JOB, MODEL).error == "DeliveryUnusable"


def test_of_several_files_the_saved_video_is_taken(answer):
    def file(name: str, kind: str = "output") -> dict[str, str]:
        return {"filename": name, "subfolder": "a b", "type": kind}

    outputs = {
        "3": {"images": [file("frame.png"), file("look.mp4", "temp")]}, "8": {"gifs": [file("clip é.MP4")]},
        "9": {"text": ["done"], "animated": [True]}, "10": None,
    }  # fmt: skip
    answer.said = {"the-job": {"outputs": outputs, "status": {"status_str": "success", "messages": []}}}
    [found] = of(answer).poll(JOB, MODEL).outputs
    assert found.url == f"{answer.base}/view?filename=clip+%C3%A9.MP4&subfolder=a+b&type=output"


def test_a_lost_call_is_found_while_it_waits_as_well(shop, comfyui):
    shop.seconds = 60
    job = comfyui.create(wanted())
    assert comfyui.find("the-key", MODEL) == job


def test_a_lost_call_is_looked_for_in_all_of_the_history(answer):
    def item(n):
        return {"prompt": [n, f"job-{n}", {}, {"client_id": f"key-{n}"}, []]}

    kept, asked = 1_000, []

    def history(path, body):
        if path == "/queue":
            return {"queue_running": [], "queue_pending": []}
        asked.append(most := int(path.partition("max_items=")[2]))
        return {f"job-{n}": item(n) for n in range(max(0, kept - most), kept)}

    answer.said = history
    assert of(answer).find("key-0", MODEL) == VendorJob(id="job-0")
    assert of(answer).find("another", MODEL) is None
    assert asked == [200, 2_000, 200, 2_000]
    kept = 10_000
    with pytest.raises(ProviderRejected, match="history is full"):
        of(answer).find("another", MODEL)


def test_an_upload_that_is_none_is_refused(shop):
    assert httpx.post(f"{shop.base}/comfyui/upload/image", data={"type": "input"}).status_code == 400
