// One video: its progress, scenes, picture, result and what can be done with it.

import { ApiError, call, get, video } from "./api.js";
import { boardOf, priceOfGoingOn, sceneTools } from "./board.js";
import { conceptCards } from "./concepts.js";
import { $, ENDED, PHASES, age, badge, bar, h, money, pointsTo, seconds, sentence, setText, shownAs } from "./dom.js";
import { Live } from "./live.js";
import { Player } from "./player.js";
import { reviseForm } from "./revise.js";
import { showUnderstood } from "./understood.js";

const id = decodeURIComponent(location.pathname.split("/").filter(Boolean).pop());
const progress = bar("Progress");
$("#bar").append(progress);
let status = null;
let events = [];
let reportShown = null;

// Status: asked for after events, at most twice a second, and once more after the last one.

let timer = 0;
let asking = false;

function look(wait = 300) {
  if (!timer) timer = setTimeout(ask, wait);
}

async function ask() {
  if (asking) {
    timer = setTimeout(ask, 200);
    return;
  }
  timer = 0;
  asking = true;
  try {
    status = await get(`/api/status/${encodeURIComponent(id)}`);
    show();
    if (ENDED.has(status.status)) live.stop();
  } catch (error) {
    lose(error);
  } finally {
    asking = false;
  }
}

function lose(error) {
  const alert = $("#lost");
  alert.hidden = false;
  if (error instanceof ApiError && error.status === 404) {
    live.stop();
    alert.replaceChildren("There is no video at this address. ", h("a", { href: "/" }, "All videos"));
  } else {
    setText(alert, error.message);
    look(3000);
  }
}

const live = new Live(id, {
  onEvent: (event) => {
    if (event.phase === "queued" && events.length && events.at(-1).phase !== "queued") events = []; // a new attempt
    events.push(event);
    look();
  },
  onState: (state) => {
    document.body.dataset.live = state;
    look();
  },
});
const player = new Player(() => look(0));

// Drawing

function show() {
  $("#lost").hidden = true;
  $("#job").hidden = false;
  document.title = `${status.title} · Spotworks`;
  setText($("#title"), status.title);
  const shown = shownAs(status);
  if ($("#badge").dataset.status !== shown) {
    $("#badge").dataset.status = shown;
    $("#badge").replaceChildren(badge(shown));
  }
  progress.show(status.progress);
  progress.classList.toggle("is-bad", shown === "failed");
  setText($("#percent"), `${status.progress} %`);
  $(".meter").hidden = status.status === "completed";
  const latest = ENDED.has(status.status) ? "" : (events.at(-1)?.message ?? status.message ?? "");
  setText($("#now"), latest);
  showFailure();
  showOffer();
  showGate();
  showPhases();
  showFacts();
  showActions();
  showRevise();
  showDownloads();
  showScenes();
  const { understood } = status;
  if (changed("#understood-part", understood?.parameters.length ? understood : null)) showUnderstood(understood);
  showClaims();
  showScore();
  showStory();
  player.show(status);
  showChecks().catch(() => {}); // the report can still be downloaded
}

function showFailure() {
  const { failure } = status;
  const place = $("#failure");
  place.hidden = !failure || status.status === "cancelled";
  if (place.hidden) return;
  const turned = shownAs(status) === "turned_down";
  const where = turned
    ? "“Try again” goes on from what is there and waits for you at the same place."
    : `${failure.error} in ${failure.stage} (${failure.category})`;
  if (place.dataset.says === failure.message + where) return;
  place.dataset.says = failure.message + where;
  place.classList.toggle("is-calm", turned);
  place.replaceChildren(h("p", {}, h("strong", {}, turned ? sentence(failure.message) : failure.message)), h("p", {}, where));
}

function showGate() {
  const place = $("#gate");
  place.hidden = status.status !== "awaiting_approval";
  const chooses = !place.hidden && status.gate === "concept";
  $("#screen").hidden = chooses;
  $("#concepts").hidden = !chooses;
  const key = `${status.gate} ${status.updated}`; // an edited storyboard comes back with another price
  if (place.hidden || place.dataset.gate === key) return;
  place.dataset.gate = key;
  if (chooses) {
    showConcepts(place).catch(lose);
    return;
  }
  const answer = (approved) => act("/approve", { gate: status.gate, approved });
  const price = h("p.hint");
  const ways = "Below each scene its line, its words and its picture can be changed. Refuse ends the video here.";
  if (status.gate === "storyboard") showBoard(price).catch(lose);
  place.replaceChildren(
    h("p", {}, status.gate === "storyboard" ? "Shall it go on with these scenes?" : "Shall this video be published?"),
    price,
    status.gate === "storyboard" ? h("p.hint", {}, ways) : "",
    h(
      "div.actions",
      {},
      h("button.button.primary", { type: "button", onclick: () => answer(true) }, "Approve"),
      h("button.button", { type: "button", onclick: () => answer(false) }, "Refuse"),
    ),
  );
}

async function showBoard(price) {
  const board = await boardOf(id);
  setText(price, priceOfGoingOn(board));
  for (const scene of board.scenes) cards.get(scene.scene - 1)?.tools.replaceChildren(...sceneTools(id, scene, edited));
}

function showOffer() {
  $("#offer").hidden = !status.offer?.over;
  if (status.offer?.over) setText($("#offer"), `Its ${status.offer.note}.`);
}

async function showConcepts(place) {
  const { parts, more } = await conceptCards(id, async (concept) => {
    await act("/approve", { gate: "concept", approved: true, concept });
    $("#title").focus(); // the cards go, and who used the keyboard would be nowhere
  });
  $("#concepts").replaceChildren(...parts);
  const refuse = () => act("/approve", { gate: "concept", approved: false });
  const button = (text, onclick) => h("button.button", { type: "button", onclick }, text);
  place.replaceChildren(
    h("p", {}, "Which idea shall be made?"),
    h("div.actions", {}, more > 0 && button("Show me others", () => act("/concepts")), button("None of these", refuse)),
  );
}

function showPhases() {
  const names = Object.keys(PHASES).filter((name) => name !== "queued" && name !== "done");
  const begun = new Map();
  for (const event of events) if (!begun.has(event.phase)) begun.set(event.phase, Date.parse(event.at));
  const order = [...begun.keys()];
  const reached = Object.keys(PHASES).indexOf(status.current_phase);
  const stopped = shownAs(status) === "turned_down" ? "is-turned" : "is-broken";
  const wanted = names.flatMap((name) => {
    const place = Object.keys(PHASES).indexOf(name);
    const over = status.status === "completed" || place < reached;
    if (over && !begun.has(name)) return []; // skipped: no product page, for example
    const state = over ? "is-over" : place > reached ? "is-ahead" : ENDED.has(status.status) ? stopped : status.gate ? "is-waiting" : "is-now";
    const end = begun.get(order[order.indexOf(name) + 1]);
    const time = over && end ? `${((end - begun.get(name)) / 1000).toFixed(1)} s` : "";
    return [[name, state, time]];
  });
  const key = JSON.stringify(wanted);
  if ($("#phases").dataset.key === key) return;
  $("#phases").dataset.key = key;
  $("#phases").replaceChildren(
    ...wanted.map(([name, state, time]) =>
      h(
        `li.phase.${state}`,
        { "aria-current": ["is-now", "is-waiting"].includes(state) ? "step" : null },
        h("span", {}, PHASES[name]),
        h("span.phase-time", {}, time),
      ),
    ),
  );
}

function showFacts() {
  const facts = [
    ["Cost", `${money(status.cost_usd)} at list prices`],
    ["Started", age(status.created)],
    status.total_chunks ? ["Clips", `${status.current_chunk_index} of ${status.total_chunks}`] : null,
    status.attempt > 1 ? ["Attempt", String(status.attempt)] : null,
    status.iteration > 1 ? ["Iteration", String(status.iteration)] : null,
  ].filter(Boolean);
  const others = (status.video_ids ?? []).filter((other) => other !== id);
  const links = others.map((other, index) => h("a", { href: `/jobs/${encodeURIComponent(other)}` }, `${index + 1}`));
  const key = JSON.stringify([facts, others]);
  if ($("#facts").dataset.key === key) return;
  $("#facts").dataset.key = key;
  $("#facts").replaceChildren(
    ...facts.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))),
    ...(links.length ? [h("div", {}, h("dt", {}, "Other variations"), h("dd.links", {}, ...links))] : []),
    ...(status.parent ? [h("div", {}, h("dt", {}, "Revised from"), h("dd", {}, before(status.parent)))] : []),
  );
}

const before = (parent) => h("a", { href: `/jobs/${encodeURIComponent(parent)}` }, "the video before");

function showRevise() {
  const place = $("#revise");
  place.hidden = status.status !== "completed";
  if (!place.hidden && !place.children.length) place.append(reviseForm(id));
}

function showActions() {
  const buttons = [];
  if (!ENDED.has(status.status)) buttons.push(["Cancel", "", () => act("/cancel")]);
  if (["failed", "cancelled", "interrupted"].includes(status.status)) buttons.push(["Try again", "primary", retry]);
  if (ENDED.has(status.status)) buttons.push(["Delete", "quiet", remove]);
  const place = $("#actions");
  const key = buttons.map(([name]) => name).join();
  if (place.dataset.key === key) {
    const link = $("a", place);
    if (link) link.href = status.final_video_url; // signed anew
    return;
  }
  place.dataset.key = key;
  const link = { href: status.final_video_url, download: "spot.mp4", target: "_blank" };
  place.replaceChildren(
    ...(status.final_video_url ? [h("a.button.primary", link, "Download")] : []),
    ...buttons.map(([name, kind, onclick]) =>
      h(kind ? `button.button.${kind}` : "button.button", { type: "button", onclick }, name),
    ),
  );
}

function showDownloads() {
  const files = filesOf(status);
  const names = Object.keys(files);
  const place = $("#downloads");
  place.hidden = !names.length;
  const first = ["spot.mp4", "preview.mp4", "captions.srt", "captions.vtt", "storyboard.png", "thumbnail.jpg"];
  const rank = (name) => (first.includes(name) ? first.indexOf(name) : first.length);
  names.sort((a, b) => rank(a) - rank(b));
  if (place.dataset.key === names.join()) {
    for (const link of place.querySelectorAll("a")) link.href = files[link.download]; // signed anew
    return;
  }
  place.dataset.key = names.join();
  const links = names.map((name) => h("a.download", { href: files[name], download: name, target: "_blank" }, name));
  place.replaceChildren(h("h2", {}, "Files"), h("div.download-list", {}, ...links));
}

// Until the scenes are drawn on one sheet, their pictures are files of their own.
function filesOf({ files, scenes }) {
  if (files?.["storyboard.png"]) return files;
  const pictures = (scenes ?? []).filter((scene) => scene.picture_url);
  const suffix = (url) => /\.\w+$/.exec(pointsTo(url))?.[0] ?? "";
  const named = pictures.map(({ index, picture_url: url }) => [`scene-${index + 1}${suffix(url)}`, url]);
  return { ...Object.fromEntries(named), ...files };
}

const cards = new Map();

function showScenes() {
  $("#scenes-part").hidden = !status.scenes?.length;
  for (const scene of status.scenes ?? []) {
    if (!cards.has(scene.index)) {
      cards.set(scene.index, sceneCard(scene));
      $("#scenes").append(cards.get(scene.index));
    }
    cards.get(scene.index).show(scene);
  }
  for (const [index, item] of cards) {
    if (!status.scenes.some((scene) => scene.index === index)) {
      item.remove();
      cards.delete(index);
    }
  }
}

function sceneCard(scene) {
  const picture = h("div.scene-picture");
  const headline = h("p.scene-headline");
  const line = h("p.scene-line");
  const about = h("p.scene-about");
  const tools = h("div.scene-tools");
  const item = h("li.scene", {}, picture, h("div.scene-text", {}, about, headline, line, tools));
  item.tools = tools; // filled at the storyboard gate
  item.show = (now) => {
    tools.hidden = status.gate !== "storyboard";
    setText(about, `${now.index + 1} · ${now.beat.replaceAll("_", " ")} · ${seconds(now.duration)}`);
    setText(headline, now.headline);
    setText(line, now.voice_over);
    if (picture.dataset.shows === (pointsTo(now.picture_url) ?? "") && picture.dataset.reused === String(now.reused)) return;
    picture.dataset.shows = pointsTo(now.picture_url) ?? "";
    picture.dataset.reused = String(now.reused);
    const image = now.picture_url && h("img", { src: now.picture_url, alt: `Scene ${now.index + 1}: ${now.headline || now.beat}` });
    const mark = now.reused && h("span.mark", {}, "reused");
    picture.replaceChildren(...[image, mark].filter(Boolean));
  };
  item.show(scene);
  return item;
}

function edited(error) {
  delete $("#gate").dataset.gate;
  $("#title").focus({ preventScroll: true }); // the buttons go while it is drawn, and who used the keyboard would be nowhere
  if (error) {
    $("#lost").hidden = false;
    setText($("#lost"), error.message);
  } else {
    look(0);
  }
}

function showStory() {
  $("#story-part").hidden = !events.length;
  const list = $("#story");
  if (list.children.length > events.length) list.replaceChildren();
  const atEnd = list.scrollTop + list.clientHeight >= list.scrollHeight - 8;
  for (const event of events.slice(list.children.length)) {
    const time = new Date(event.at).toLocaleTimeString();
    const mark = event.reused ? h("span.mark", {}, "reused") : null;
    list.append(h("li", {}, h("time", { datetime: event.at }, time), h("span", {}, event.message, " ", mark)));
  }
  if (atEnd) list.scrollTop = list.scrollHeight;
}

// Redraws a part only when what it shows has changed.
function changed(part, shown) {
  const place = $(part);
  place.hidden = !shown;
  const key = JSON.stringify(shown ?? null);
  if (!shown || place.dataset.key === key) return false;
  place.dataset.key = key;
  return true;
}

function showClaims() {
  const { claims } = status;
  const claimed = claims && (claims.kept || claims.flagged.length || claims.removed.length || claims.expires);
  if (!changed("#claims-part", claimed ? claims : null)) return;
  const { kept, flagged, removed, expires } = claims;
  const counts = [`${kept + flagged.length} traced to the brief or the page`, flagged.length && `${flagged.length} to look at`];
  const ends = expires && `an offer ${status.offer?.over ? "ended" : "ends"} on ${expires}`;
  setText($("#claims-sum"), [...counts, removed.length && `${removed.length} left out`, ends].filter(Boolean).join(", ") + ".");
  const row = (claim, what) =>
    h(
      "li",
      {},
      h("strong", {}, what),
      ` ${claim.words}`,
      h("small", {}, [claim.scene !== null && `scene ${claim.scene + 1}`, claim.reason].filter(Boolean).join(": ")),
      claim.source && claim.source !== claim.words && h("small", {}, `${claim.where}: ${claim.source}`),
    );
  const rows = [...flagged.map((claim) => row(claim, "Look at")), ...removed.map((claim) => row(claim, "Left out"))];
  $("#claims").replaceChildren(...rows);
}

const ABCD = { A: "attention", B: "branding", C: "connection", D: "direction" };

function showScore() {
  const { score } = status;
  if (!changed("#score-part", score)) return;
  setText($("#score-sum"), `${score.total} of ${score.points.length} points of ABCD, Google's rubric for ads: ${Object.values(ABCD).join(", ")}.`);
  const rows = score.points.map((point) =>
    h(
      `tr.${point.passed ? "passed" : "not-passed"}`,
      {},
      h("th", { scope: "row" }, `${point.passed ? "✓" : "✗"} ${ABCD[point.letter]}: ${point.name}`),
      h("td", {}, point.evidence),
      h("td", {}, point.at === null ? "" : seconds(point.at)),
    ),
  );
  $("#score").replaceChildren(...rows);
}

async function showChecks() {
  const url = status.files?.["report.json"];
  if (!url || reportShown === pointsTo(url)) return;
  reportShown = pointsTo(url);
  const report = await (await fetch(url)).json();
  const checks = report.quality?.checks ?? [];
  if (!checks.length) return;
  const failed = checks.filter((check) => !check.passed).length;
  setText($("#checks-sum"), failed ? `${failed} of ${checks.length} failed.` : `All ${checks.length} passed.`);
  const rows = checks.map((check) =>
    h(
      `tr.${check.passed ? "passed" : "not-passed"}`,
      {},
      h("th", { scope: "row" }, `${check.passed ? "✓" : "✗"} ${check.name.replaceAll("_", " ")}`),
      h("td", {}, check.measured),
      h("td", {}, check.wanted),
    ),
  );
  $("#checks").replaceChildren(...rows);
  $("#checks-part").hidden = false;
}

// What a person can do

async function act(path, body = null) {
  for (const button of document.querySelectorAll("#actions button, #gate button, #concepts button")) button.disabled = true;
  try {
    await call("POST", video(id, path), { body });
  } catch (error) {
    $("#lost").hidden = false;
    setText($("#lost"), error.message);
  } finally {
    for (const place of [$("#actions"), $("#gate")]) {
      delete place.dataset.key;
      delete place.dataset.gate;
    }
    look(0);
  }
}

async function retry() {
  reportShown = null;
  await act("/retry");
  await live.start();
}

async function remove() {
  if (!confirm("Delete this video and its files?")) return;
  try {
    await call("DELETE", video(id));
    location.assign("/");
  } catch (error) {
    $("#lost").hidden = false;
    setText($("#lost"), error.message);
  }
}

await ask();
if (status) await live.start();
setInterval(() => document.hidden || !status || ENDED.has(status.status) || look(), 5000);
