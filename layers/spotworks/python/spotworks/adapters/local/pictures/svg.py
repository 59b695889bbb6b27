"""SVG elements from numbers."""


def tag(name: str, inner: str = "", /, **attributes: float | str) -> str:
    """An element. Underscores in names become hyphens; numbers are cut to hundredths of a pixel; "" is left out."""
    written = "".join(
        f' {key.replace("_", "-")}="{value if isinstance(value, str) else f"{value:.2f}"}"'
        for key, value in attributes.items()
        if value != ""
    )
    return f"<{name}{written}>{inner}</{name}>"


def circle(x: float, y: float, radius: float, **attributes: float | str) -> str:
    return tag("circle", cx=x, cy=y, r=radius, **attributes)


def ellipse(x: float, y: float, across: float, down: float, **attributes: float | str) -> str:
    """across, down: the half axes."""
    return tag("ellipse", cx=x, cy=y, rx=across, ry=down, **attributes)


def rect(x: float, y: float, width: float, height: float, radius: float = 0.0, **attributes: float | str) -> str:
    return tag("rect", x=x, y=y, width=width, height=height, rx=radius, **attributes)


def path(points: str, **attributes: float | str) -> str:
    return tag("path", d=points, **attributes)


def polyline(points: list[tuple[float, float]]) -> str:
    """The points as path data, not closed."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def turned(degrees: float, x: float, y: float) -> str:
    """A transform: rotation about a point."""
    return f"rotate({degrees:.2f} {x:.2f} {y:.2f})"


Stop = tuple[float, str, float]
"""Where (0 to 1), which colour, how opaque."""


def linear(name: str, *stops: Stop, to: tuple[float, float] = (0, 1), start: tuple[float, float] = (0, 0)) -> str:
    """A gradient for `fill="url(#name)"`, its direction in fractions of the shape's box."""
    (x1, y1), (x2, y2) = start, to
    return tag("defs", tag("linearGradient", _stops(stops), id=name, x1=x1, y1=y1, x2=x2, y2=y2))


def radial(name: str, *stops: Stop, x: float = 0.5, y: float = 0.5, radius: float = 0.5, pixels: bool = False) -> str:
    """As `linear`, from a centre outwards; pixels: measures are not fractions of the shape but of the picture."""
    units = "userSpaceOnUse" if pixels else ""
    return tag("defs", tag("radialGradient", _stops(stops), id=name, cx=x, cy=y, r=radius, gradientUnits=units))


def _stops(stops: tuple[Stop, ...]) -> str:
    return "".join(tag("stop", offset=at, stop_color=shade, stop_opacity=opacity) for at, shade, opacity in stops)
