"""The separate process that draws Lottie documents: rlottie behind pipes.

rlottie reads what strangers wrote, in C++, and rlottie-python is LGPL-2.1: nothing else loads them. Run as a script;
the standard library and rlottie-python only.
argv: {"path": [...], "width": px, "height": px} as JSON; the document comes as the first line of stdin, as JSON.
First answers one line: {"frames", "fps", "width", "height"}; then to each line with a frame's number width x height x 4
bytes, BGRA premultiplied. Exit status 3: rlottie-python is not installed; 4: the document does not load.
"""

import json
import resource
import sys

MISSING, REFUSED = 3, 4
MEMORY = 1 << 30  # bytes


def main() -> int:
    order = json.loads(sys.argv[1])
    sys.path[:0] = order["path"]
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        from rlottie_python.rlottie_wrapper import LottieAnimation
    except ImportError:
        return MISSING
    document = sys.stdin.buffer.readline().decode()
    try:
        animation = LottieAnimation.from_data(document)
        width, height = animation.lottie_animation_get_size()
        frames, fps = animation.lottie_animation_get_totalframe(), animation.lottie_animation_get_framerate()
    except (ValueError, OSError, TypeError, AttributeError):
        return REFUSED
    if frames < 1 or width < 1 or height < 1:
        return REFUSED
    about = {"frames": frames, "fps": fps, "width": width, "height": height}
    sys.stdout.buffer.write(json.dumps(about).encode() + b"\n")
    sys.stdout.buffer.flush()
    for line in sys.stdin.buffer:
        drawn = animation.lottie_animation_render(int(line), width=order["width"], height=order["height"])
        sys.stdout.buffer.write(drawn)
        sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
