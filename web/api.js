// The HTTP API. A failure is an ApiError with the API's own words and the field at fault.

import { h } from "./dom.js";

const TOKEN = "spotworks.token";
const PATIENCE_MS = 20_000; // a connection that died without a word would else be waited for forever
const DIRECT_UPLOAD_BYTES = 4_000_000; // what fits through API Gateway and Lambda; larger files go straight to storage

export class ApiError extends Error {
  constructor(status, body) {
    super(body.message || `The server answered with ${status}.`);
    this.status = status;
    this.error = body.error || "Error";
    this.field = body.field || null;
  }
}

export async function call(method, path, { body = null, headers = {} } = {}) {
  const { answer, text } = await send(method, path, body, headers);
  if (answer.status === 401 && (await askForToken())) return call(method, path, { body, headers });
  let found = {};
  try {
    found = text ? JSON.parse(text) : {};
  } catch {
    found = { message: `The server answered with something unexpected (${answer.status}).` };
    throw new ApiError(answer.status, found);
  }
  if (!answer.ok) throw new ApiError(answer.status, found);
  return found;
}

async function send(method, path, body, headers) {
  const token = sessionStorage.getItem(TOKEN);
  const isForm = body instanceof FormData;
  try {
    const answer = await fetch(path, {
      method,
      headers: {
        ...(body && !isForm ? { "Content-Type": "application/json" } : {}),
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
        ...headers,
      },
      body: body && !isForm ? JSON.stringify(body) : body,
      ...(isForm ? {} : { signal: AbortSignal.timeout(PATIENCE_MS) }),
    });
    return { answer, text: await answer.text() };
  } catch {
    throw new ApiError(0, { error: "Unreachable", message: "The server cannot be reached. Is it still running?" });
  }
}

// The embedded cloud wants no token; a deployed one does. It is kept until the tab is closed.
let asking = null;

function askForToken() {
  asking ??= new Promise((resolve) => {
    const input = h("input", { id: "token", type: "password", autocomplete: "off", required: true });
    const dialog = h(
      "dialog.dialog",
      { "aria-labelledby": "token-title" },
      h(
        "form",
        { method: "dialog" },
        h("h2", { id: "token-title" }, "Sign in"),
        h("label", { for: "token" }, "Access token"),
        input,
        h("p.hint", {}, "This API wants a bearer token. It is kept until you close this tab."),
        h("div.actions", {}, h("button.button.primary", {}, "Continue")),
      ),
    );
    dialog.addEventListener("close", () => {
      if (input.value) sessionStorage.setItem(TOKEN, input.value);
      dialog.remove();
      asking = null;
      resolve(Boolean(input.value));
    });
    document.body.append(dialog);
    dialog.showModal();
  });
  return asking;
}

export const get = (path) => call("GET", path);
export const video = (id, rest = "") => `/api/videos/${encodeURIComponent(id)}${rest}`;

// The asset id of a picture or a video.
export async function upload(file) {
  if (file.size <= DIRECT_UPLOAD_BYTES && !file.type.startsWith("video/")) {
    const form = new FormData();
    form.append("file", file);
    return (await call("POST", "/api/upload", { body: form })).asset_ids[0];
  }
  const about = { filename: file.name, content_type: file.type || "application/octet-stream", size: file.size };
  const { asset_ids: ids, upload: offered } = await call("POST", "/api/upload", { body: about });
  const form = new FormData();
  for (const [name, value] of Object.entries(offered.fields)) form.append(name, value);
  form.append("file", file);
  const answer = await fetch(offered.url, { method: "POST", body: form }).catch(() => null);
  if (!answer?.ok) throw new ApiError(answer?.status ?? 0, { message: `${file.name} could not be stored.`, field: "file" });
  return ids[0];
}

export function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
