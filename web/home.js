// The first page: the form that starts a video, and the list of all of them.

import { ApiError, call, get, newKey, upload } from "./api.js";
import { $, ENDED, PHASES, STATUSES, age, badge, bar, h, money, pointsTo, sentence, setText, shownAs } from "./dom.js";
import { offerModels } from "./models.js";

const MAX_PHOTOS = 8;
const form = $("#form");
let photos = []; // { file, id: Promise of the asset id }

// Photos: uploaded as soon as they are chosen, so that sending is quick.

function addPhotos(files) {
  showError("reference_assets", "");
  for (const file of files) {
    if (photos.length === MAX_PHOTOS) {
      showError("reference_assets", `Up to ${MAX_PHOTOS} photos can be used.`);
      break;
    }
    photos.push(newPhoto(file));
  }
}

function newPhoto(file) {
  const isVideo = file.type.startsWith("video/");
  const photo = { file, isVideo, id: upload(file) };
  const address = URL.createObjectURL(file);
  const item = h(
    "li.photo.is-sending",
    {},
    isVideo ? h("video", { src: address, muted: true, "aria-label": file.name }) : h("img", { src: address, alt: file.name }),
    h("button.photo-remove", { type: "button", "aria-label": `Remove ${file.name}`, onclick: () => removePhoto(photo) }, "×"),
  );
  photo.item = item;
  photo.address = address;
  $("#chosen").append(item);
  photo.id.then(
    () => item.classList.remove("is-sending"),
    (error) => {
      removePhoto(photo);
      showError("reference_assets", `${file.name}: ${error.message.replace(/^file: /, "")}`);
    },
  );
  return photo;
}

function removePhoto(photo) {
  photos = photos.filter((other) => other !== photo);
  URL.revokeObjectURL(photo.address);
  photo.item.remove();
}

const drop = $("#drop");
$("#photos").addEventListener("change", (event) => {
  addPhotos(event.target.files);
  event.target.value = "";
});
for (const name of ["dragenter", "dragover"]) {
  drop.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.add("is-over");
  });
}
for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("is-over"));
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  addPhotos(event.dataTransfer.files);
});

// The form

function showError(field, text) {
  if (field === "footage_assets") field = "reference_assets";
  if (field.startsWith("mode_options.")) field = "mode_options";
  const place = document.getElementById(`${field}-error`);
  if (!place) return false;
  setText(place, text);
  const input = form.elements[field] ?? $("#photos");
  if (input instanceof Element) text ? input.setAttribute("aria-invalid", "true") : input.removeAttribute("aria-invalid");
  if (text) place.closest("details")?.setAttribute("open", "");
  return true;
}

function clearErrors() {
  for (const place of form.querySelectorAll(".error")) showError(place.id.replace(/-error$/, ""), "");
  $("#form-error").hidden = true;
}

async function brief() {
  const data = new FormData(form);
  const found = { approvals: data.getAll("approvals") };
  for (const [name, value] of data) {
    if (name !== "approvals" && typeof value === "string" && value.trim()) found[name] = value.trim();
  }
  found.mode_options = {};
  for (const name of Object.keys(found).filter((key) => key.startsWith(OPTION))) {
    found.mode_options[name.slice(OPTION.length)] = found[name];
    delete found[name];
  }
  found.fresh = found.fresh === "true";
  for (const name of ["variations", "concepts"]) if (found[name]) found[name] = Number(found[name]);
  found.reference_assets = await Promise.all(photos.filter((one) => !one.isVideo).map((one) => one.id));
  found.footage_assets = await Promise.all(photos.filter((one) => one.isVideo).map((one) => one.id));
  return found;
}

// The same key for the same brief: a second press of the button, or one after a lost answer, starts nothing twice.
let sent = { text: "", key: "" };

async function submit(event) {
  event.preventDefault();
  clearErrors();
  const button = $("#send");
  button.disabled = true;
  setText(button, "Starting …");
  try {
    const body = await brief();
    const text = JSON.stringify(body);
    if (sent.text !== text) sent = { text, key: newKey() };
    const answer = await call("POST", "/api/generate", { body, headers: { "Idempotency-Key": sent.key } });
    sent = { text: "", key: "" };
    if ((answer.video_ids ?? []).length > 1) await refresh();
    else location.assign(`/jobs/${encodeURIComponent(answer.video_id)}`);
  } catch (error) {
    refuse(error);
  } finally {
    button.disabled = false;
    setText(button, "Make the video");
  }
}

function refuse(error) {
  const text = error.message;
  const words = error.field && text.startsWith(`${error.field}: `) ? text.slice(error.field.length + 2) : text;
  if (error instanceof ApiError && error.field && showError(error.field, capital(words))) {
    const input = form.elements[error.field] ?? $("#photos");
    (input instanceof Element ? input : input[0]).focus();
    return;
  }
  const alert = $("#form-error");
  alert.hidden = false;
  setText(alert, capital(text));
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

form.addEventListener("submit", submit);

// Modes: what each makes, and those of its settings that are a choice.

const OPTION = "mode-option-";
let modes = [];

function showMode() {
  const mode = modes.find((one) => one.name === form.elements.mode.value);
  if (!mode) return;
  setText($("#mode-about"), [mode.summary, mode.licence && `${capital(mode.licence)}.`].filter(Boolean).join(" "));
  const choices = Object.entries(mode.options.properties ?? {}).filter(([, about]) => about.enum);
  const fields = choices.map(([name, about]) =>
    h(
      "div.field",
      {},
      h("label", { for: OPTION + name }, about.description ?? capital(name)),
      h(
        "select",
        { id: OPTION + name, name: OPTION + name },
        ...about.enum.map((value) => h("option", { value, selected: value === about.default }, capital(String(value)))),
      ),
    ),
  );
  $("#mode-options").replaceChildren(...fields);
  $("#mode-options").hidden = !fields.length;
}

async function offerModes() {
  ({ modes } = await get("/api/modes"));
  const options = modes.map((mode) =>
    h(
      "option",
      { value: mode.name, disabled: !mode.available, selected: mode.name === "ai_video" },
      mode.available ? mode.title : `${mode.title} (${mode.why_not || "not available"})`,
    ),
  );
  $("#mode").replaceChildren(...options);
  showMode();
}

$("#mode").addEventListener("change", showMode);

// The list

const cards = new Map();
let older = []; // pages below the first, as they were when asked for
let next = null;

function card(id) {
  const picture = h("div.thumb");
  const title = h("span.video-title");
  const state = h("span.video-state");
  const about = h("span.video-about");
  const offer = h("span.video-offer");
  const answer = h("span.video-answer");
  const progress = bar("Progress");
  const link = h("a.video", { href: `/jobs/${encodeURIComponent(id)}` }, picture, h("div.video-text", {}, title, state, offer, answer, progress, about));
  const item = h("li", {}, link);
  item.show = (video) => {
    setText(title, video.title);
    const shown = shownAs(video);
    if (state.dataset.status !== shown) {
      state.dataset.status = shown;
      state.replaceChildren(badge(shown));
    }
    progress.hidden = ENDED.has(video.status);
    progress.show(video.progress);
    const phase = ENDED.has(video.status) ? money(video.cost_usd) : (PHASES[video.current_phase] ?? STATUSES[video.status]);
    setText(about, `${phase} · ${age(video.created)}`);
    setText(offer, video.offer?.note ?? "");
    setText(answer, shown === "turned_down" ? sentence(video.failure.message) : "");
    showThumbnail(picture, video.thumbnail_url);
  };
  return item;
}

function showThumbnail(place, url) {
  if (place.dataset.shows === (pointsTo(url) ?? "")) return;
  place.dataset.shows = pointsTo(url) ?? "";
  const image = url ? h("img", { src: url, alt: "", loading: "lazy", onerror: () => image.remove() }) : null;
  place.replaceChildren(...(image ? [image] : []));
}

function showVideos(videos) {
  const list = $("#videos");
  const items = videos.map((video) => {
    if (!cards.has(video.video_id)) cards.set(video.video_id, card(video.video_id));
    const item = cards.get(video.video_id);
    item.show(video);
    return item;
  });
  // Moved only where the order changed: moving an element takes the focus from it.
  items.forEach((item, index) => {
    if (list.children[index] !== item) list.insertBefore(item, list.children[index] ?? null);
  });
  while (list.children.length > items.length) list.lastChild.remove();
  $("#empty").hidden = videos.length > 0;
}

let timer = 0;

async function refresh() {
  clearTimeout(timer);
  let wait = 10000;
  try {
    const page = await get("/api/videos?limit=24");
    const fresh = new Set(page.videos.map((video) => video.video_id));
    if (!older.length) next = page.next;
    const all = [...page.videos, ...older.filter((video) => !fresh.has(video.video_id))];
    showVideos(all);
    $("#older").hidden = !next;
    $("#list-error").hidden = true;
    if (page.videos.some((video) => !ENDED.has(video.status))) wait = 1500;
  } catch (error) {
    $("#list-error").hidden = false;
    setText($("#list-error"), error.message);
  }
  timer = setTimeout(refresh, document.hidden ? 30000 : wait);
}

$("#older").addEventListener("click", async () => {
  const page = await get(`/api/videos?limit=24&before=${encodeURIComponent(next)}`);
  older.push(...page.videos);
  next = page.next;
  await refresh();
});
document.addEventListener("visibilitychange", () => document.hidden || refresh());

refresh();
offerModes().catch(() => {});
offerModels().catch(() => {}); // the form works with the local model alone; the list below tells of a lost server
