// The screen of a job page: the newest picture, then the preview, then the finished video.

import { $, h, pointsTo, setText } from "./dom.js";

const calm = matchMedia("(prefers-reduced-motion: reduce)");

export class Player {
  // onExpired() asks for a new address: presigned ones live for an hour.
  constructor(onExpired) {
    this.onExpired = onExpired;
    this.shown = null;
    this.captions = null;
    this.retried = null;
  }

  show(status) {
    const video = status.final_video_url ?? status.stitched_video_url;
    const pictures = status.animatic_urls ?? [];
    if (video) this.#video(video, Boolean(status.final_video_url), status);
    else if (pictures.length) this.#picture(pictures[pictures.length - 1]);
  }

  #picture(url) {
    if (this.shown === pointsTo(url)) return;
    this.shown = pointsTo(url);
    $("#screen").replaceChildren(h("img", { src: url, alt: "The newest storyboard picture" }));
    setText($("#screen-label"), "Storyboard");
  }

  // The final takes over from the preview where it was, and goes on playing if that did.
  #video(url, isFinal, status) {
    setText($("#screen-label"), isFinal ? "" : "Preview, small and fast. The full quality follows.");
    if (this.shown !== pointsTo(url)) {
      const before = $("#screen video");
      const at = before?.currentTime ?? 0;
      const playing = before ? !before.paused : !calm.matches;
      const video = h("video", { controls: true, playsinline: true, preload: "auto", src: url, "aria-label": status.title });
      video.muted = before?.muted ?? true;
      video.volume = before?.volume ?? 1;
      video.loop = true;
      video.addEventListener("loadedmetadata", () => {
        if (at && at < video.duration) video.currentTime = at;
      });
      video.addEventListener("error", () => this.#renew(url));
      this.shown = pointsTo(url);
      this.captions = null;
      $("#screen").replaceChildren(video);
      if (playing) video.play().catch(() => {}); // a browser may refuse to start by itself; the controls remain
    }
    this.#subtitles(status.files?.["captions.vtt"], status.language ?? "");
  }

  // Once for each address: an answer that is refused again is a fault, not an expiry.
  #renew(url) {
    if (this.retried === url) return;
    this.retried = url;
    this.shown = null;
    this.onExpired();
  }

  // A track of another origin would need CORS on the video too, so its text is fetched. Off at first: the
  // captions are in the picture already, these are for those who want them large or read aloud.
  async #subtitles(url, language) {
    if (!url || this.captions) return;
    this.captions = url;
    const video = $("#screen video");
    const answer = await fetch(url).catch(() => null);
    if (!answer?.ok || !video) return;
    const source = URL.createObjectURL(new Blob([await answer.text()], { type: "text/vtt" }));
    video.append(h("track", { kind: "captions", label: "Captions", src: source, srclang: language }));
  }
}
