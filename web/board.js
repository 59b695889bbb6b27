// The storyboard while it waits: what going on costs, each scene's picture in words, and how a scene is edited or drawn again.

import { call, get, video } from "./api.js";
import { h, money } from "./dom.js";

// ["Picture of scene 2", "Picture of scene 3", "Voice-over"] as "pictures of scenes 2, 3, voice-over".
export function together(things) {
  const scenes = new Map();
  for (const thing of things) {
    const what = thing.what.split(" of scene ")[0].toLowerCase();
    if (!scenes.has(what)) scenes.set(what, new Set());
    if (thing.scene !== null) scenes.get(what).add(thing.scene + 1);
  }
  const named = ([what, places]) => {
    const s = places.size > 1 ? "s" : "";
    return places.size ? `${what}${s} of scene${s} ${[...places].join(", ")}` : what;
  };
  return [...scenes].map(named).join(", ");
}

export const boardOf = (id) => get(video(id, "/storyboard"));
export const priceOfGoingOn = (board) => `Still to be made, for ${money(board.cost_usd)} at most: ${together(board.to_make)}.`;

// What a reviewer needs of one scene beside its card: what its picture shall show, its price, and how it is changed.
export function sceneTools(id, scene, onDone) {
  const edit = () => editScene(id, scene.scene, onDone).catch(onDone);
  const button = (text, label, onclick) => h("button.button", { type: "button", onclick, "aria-label": `${label} ${scene.scene}` }, text);
  return [
    scene.generated && h("details", {}, h("summary", {}, "Picture in words"), h("p.scene-prompt", {}, scene.prompt)),
    Number(scene.cost_usd) > 0 && h("p.scene-about", {}, `${money(scene.cost_usd)} to make`),
    h(
      "div.actions",
      {},
      button("Edit", "Edit scene", edit),
      scene.generated && button("Another picture", "Another picture of scene", () => change(id, scene.scene, { redraw: true }, onDone)),
    ),
  ].filter(Boolean);
}

async function change(id, number, edit, onDone) {
  try {
    await call("PATCH", video(id, `/scenes/${number}`), { body: edit });
    onDone(null);
  } catch (error) {
    onDone(error);
  }
}

// onDone(error) is called once the server has answered; error is null where it took the edit.
async function editScene(id, number, onDone) {
  const board = await boardOf(id);
  const scene = board.scenes[number - 1];
  const fields = [
    ["line", "Line", scene.line, "textarea"],
    ["headline", "Words on the picture", scene.text.headline, "input"],
    ["detail", "Smaller words", scene.text.detail, "input"],
    ...(scene.text.kicker ? [["kicker", "Words above", scene.text.kicker, "input"]] : []),
    ...(scene.text.button ? [["button", "Button", scene.text.button, "input"]] : []),
    ...(scene.generated ? [["prompt", "Picture", scene.prompt, "textarea"]] : []),
  ].map(([name, label, value, tag]) => {
    const field = h(tag, { id: `edit-${name}`, name, rows: tag === "textarea" ? 3 : null });
    field.value = value;
    return { name, label, value, field };
  });
  const dialog = h("dialog.dialog.edit", { "aria-labelledby": "edit-title" });
  const send = async (edit) => {
    dialog.close();
    if (Object.keys(edit).length) await change(id, number, edit, onDone);
  };
  const changed = () => Object.fromEntries(fields.filter((f) => f.field.value !== f.value).map((f) => [f.name, f.field.value]));
  const form = h(
    "form",
    {
      onsubmit: (event) => {
        event.preventDefault();
        send(changed());
      },
    },
    h("h2", { id: "edit-title" }, `Scene ${number}`),
    ...fields.map((f) => h("div.field", {}, h("label", { for: f.field.id }, f.label), f.field)),
    h(
      "div.actions",
      {},
      h("button.button.primary", {}, "Save"),
      scene.generated && h("button.button", { type: "button", onclick: () => send({ ...changed(), redraw: true }) }, "Draw another picture"),
      h("button.button", { type: "button", onclick: () => dialog.close() }, "Cancel"),
    ),
  );
  dialog.append(form);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
