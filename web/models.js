// The part of the form that says who makes what: the models of each kind, what they cost, whose keys are here.

import { get } from "./api.js";
import { $, h, money, setText } from "./dom.js";

const PARTS = [
  ["model", "clip", "Clips"],
  ["image_model", "image", "Pictures"],
  ["voice_model", "voice", "Voice"],
  ["effects_model", "effects", "Effects"],
  ["music_model", "music", "Music"],
];
const FREE_CHOICE = { local: "Local", auto: "Auto" };
const AMOUNTS = { character: [1000, "1,000 characters"], "token in": [1e6, "M in"], "token out": [1e6, "M out"] };

let known = new Map();

const select = (field) => document.getElementById(field);
const short = (model) => model.why_not.split(/[;,] /)[0]; // "needs FAL_KEY", without where to get it

function part([field, , label]) {
  const options = Object.entries(FREE_CHOICE).map(([value, text]) => h("option", { value }, text));
  return h(
    "div.part",
    {},
    h("label", { for: field }, label),
    h("select", { id: field, name: field, "aria-describedby": `${field}-about ${field}-error`, onchange: show }, ...options),
    h("p.hint", { id: `${field}-about` }),
    h("p.error", { id: `${field}-error` }),
  );
}

// What is asked for in standard quality (domain/sharpness.py); pictures have one resolution for all.
function resolution(model) {
  const lines = (name) => Number.parseInt(name, 10) * (/k$/i.test(name) ? 720 : 1);
  const upwards = [...model.resolutions].sort((a, b) => lines(a) - lines(b));
  const wanted = model.makes.includes("clip") ? (upwards.find((one) => lines(one) >= 700) ?? upwards.at(-1)) : model.resolutions[0];
  return wanted ?? "";
}

// Of its shape in standard quality, as `spotworks models` has it: "$0.19/6 s, $0.32/10 s".
function price(model) {
  const usual = ["", resolution(model)];
  const shown = model.prices.filter((one) => usual.includes(one.resolution) && one.sound !== true);
  const told = shown.map((one) => {
    const [amount, unit] = AMOUNTS[one.unit] ?? [1, one.unit === "second" ? "s" : one.unit];
    return `${money(Number((one.usd * amount).toPrecision(6)))}/${one.seconds ? `${one.seconds} s` : unit}`;
  });
  return told.join(", ") || "free";
}

// As Model.takes_photo has it: of one that draws pictures the first frame is a picture of the subject.
const seesPhoto = (model) => model.references > 0 || model.first_frame !== "no";

function about(model, kind) {
  const photo = kind === "image" ? (seesPhoto(model) ? "Sees your photo" : "Does not see your photo") : "";
  return [`${model.provider}, ${price(model)}`, photo, model.warning].filter(Boolean).join(". ");
}

function show() {
  for (const [field, kind] of PARTS) {
    const model = known.get(select(field).value);
    setText($(`#${field}-about`), model ? about(model, kind) : "");
  }
  const bought = PARTS.filter(([field]) => select(field).value !== "local").map(([, , label]) => label.toLowerCase());
  const budget = $("#budget").value.trim();
  const makers = bought.length ? `${bought.join(", ")} from vendors` : "all local";
  setText($("#models-sum"), budget ? `${makers}, at most $${budget}` : makers);
}

function offer([field, kind], models) {
  const fitting = models.filter((one) => one.makes.includes(kind) && one.id !== "local" && one.lifecycle !== "shut_down");
  const groups = new Map();
  for (const model of [...fitting.filter((one) => one.available), ...fitting.filter((one) => !one.available)]) {
    const name = model.available ? "Ready here" : short(model);
    groups.set(name, [...(groups.get(name) ?? []), model]);
  }
  const option = (model) => h("option", { value: model.id, disabled: !model.available }, model.name);
  for (const [name, found] of groups) select(field).append(h("optgroup", { label: name }, ...found.map(option)));
}

// Each key, address or package that models need: whether it is here, and where it is to be had.
function keys(models) {
  const found = new Map();
  for (const model of models) {
    const needs = [...model.secrets, model.endpoint, model.package].filter(Boolean).join();
    if (!needs || model.lifecycle === "shut_down") continue;
    found.set(needs, [...(found.get(needs) ?? []), model]);
  }
  const all = [...found.values()].sort(([one], [other]) => other.available - one.available);
  const set = all.filter(([model]) => model.available).length;
  setText($("#keys-sum"), `Keys on this server: ${set} of ${all.length} set`);
  $("#keys").replaceChildren(...all.map(key));
  $("#keys-part").hidden = false;
}

function key(models) {
  const [model] = models;
  const count = ` (${models.length} model${models.length > 1 ? "s" : ""})`;
  const name = h("strong", {}, model.provider);
  if (model.available) return h("li.is-set", {}, name, count, model.package ? " is installed" : " is set");
  const needs = model.why_not.split(/; (?:get|see) /)[0];
  const where = /^https:/.test(model.key_from)
    ? h("a", { href: model.key_from, target: "_blank", "aria-label": `Where ${model.provider} gives it` }, "get it")
    : model.key_from && `see ${model.key_from}`;
  return h("li", {}, name, count, ` ${needs}`, where && "; ", where || null);
}

// The form works with Local and Auto alone until the server has told of the rest.
export async function offerModels() {
  $("#parts").replaceChildren(...PARTS.map(part));
  $("#budget").addEventListener("input", show);
  show();
  const { models } = await get("/api/models");
  known = new Map(models.filter((one) => one.id !== "local").map((one) => [one.id, one]));
  for (const one of PARTS) offer(one, models);
  keys(models);
  show();
}
