// The events of a video in order, each once: pushed by WebSocket, fetched where that fails or falls silent.

import { ApiError, call, get, video } from "./api.js";

const QUIET_MS = 5000;
const LONGEST_WAIT_MS = 15000;

export class Live {
  // onEvent(event) for each new event; onState("live" | "polling" | "lost") when the way they come changes.
  constructor(videoId, { onEvent, onState = () => {} }) {
    this.videoId = videoId;
    this.onEvent = onEvent;
    this.onState = onState;
    this.last = 0;
    this.wait = 500;
    this.stopped = false;
    this.socket = null;
  }

  async start() {
    this.stopped = false;
    await this.#catchUp();
    this.#connect();
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.quiet);
    clearTimeout(this.again);
    this.socket?.close();
  }

  #take(event) {
    if (event.seq <= this.last) return;
    this.last = event.seq;
    this.onEvent(event);
  }

  async #catchUp() {
    try {
      const { events } = await get(video(this.videoId, `/events?after=${this.last}`));
      for (const event of events) this.#take(event);
      return true;
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) this.stop();
      return false;
    }
  }

  async #connect() {
    if (this.stopped) return;
    let socket;
    try {
      const { ticket, url } = await call("POST", "/api/tickets", { body: { video_id: this.videoId } });
      const query = new URLSearchParams({ ticket, video_id: this.videoId, after: String(this.last) });
      socket = new WebSocket(`${url}?${query}`);
    } catch {
      this.#fallBack();
      return;
    }
    this.socket = socket;
    socket.addEventListener("open", () => {
      this.wait = 500;
      this.onState("live");
      socket.send(JSON.stringify({ action: "replay", after: this.last }));
      this.#listenForSilence();
    });
    socket.addEventListener("message", (message) => this.#receive(message.data));
    socket.addEventListener("close", () => this.#fallBack());
  }

  async #receive(data) {
    this.#listenForSilence();
    const message = JSON.parse(data);
    if (message.type !== "event") return;
    if (message.seq > this.last + 1) await this.#catchUp(); // something was missed on the way
    else this.#take(message);
  }

  // A lost push delays an event, but never loses it.
  #listenForSilence() {
    clearTimeout(this.quiet);
    this.quiet = setTimeout(async () => {
      await this.#catchUp();
      if (!this.stopped) this.#listenForSilence();
    }, QUIET_MS);
  }

  // No socket: ask now, and try for a socket again after a growing wait.
  async #fallBack() {
    clearTimeout(this.quiet);
    if (this.stopped) return;
    this.onState((await this.#catchUp()) ? "polling" : "lost");
    if (this.stopped) return;
    clearTimeout(this.again);
    this.again = setTimeout(() => this.#connect(), this.wait);
    this.wait = Math.min(this.wait * 2, this.socket ? 2000 : LONGEST_WAIT_MS);
  }
}
