// The storyboard while it waits: what going on costs, and a dialog in which one scene is edited or drawn again.

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

export async function priceOfGoingOn(id) {
  const board = await get(video(id, "/storyboard"));
  return `Still to be made, for ${money(board.cost_usd)} at most: ${together(board.to_make)}.`;
}

// onDone(error) is called once the server has answered; error is null where it took the edit.
export async function editScene(id, number, onDone) {
  const board = await get(video(id, "/storyboard"));
  const scene = board.scenes[number - 1];
  const fields = [
    ["line", "Line", scene.line, "textarea"],
    ["headline", "Words on the picture", scene.text.headline, "input"],
    ["detail", "Smaller words", scene.text.detail, "input"],
    ...(scene.generated ? [["prompt", "Picture", scene.prompt, "textarea"]] : []),
  ].map(([name, label, value, tag]) => {
    const field = h(tag, { id: `edit-${name}`, name, rows: tag === "textarea" ? 3 : null });
    field.value = value;
    return { name, label, value, field };
  });
  const dialog = h("dialog.dialog.edit", { "aria-labelledby": "edit-title" });
  const send = async (edit) => {
    dialog.close();
    if (!Object.keys(edit).length) return;
    try {
      await call("PATCH", video(id, `/scenes/${number}`), { body: edit });
      onDone(null);
    } catch (error) {
      onDone(error);
    }
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
