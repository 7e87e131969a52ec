"""The component that shows an image, whose bytes become part of the page."""

from __future__ import annotations

import io
from typing import Any, Optional

from runtime_shim.cards.basic_components import UserComponent, error_block
from runtime_shim.cards.card import Content, warn
from runtime_shim.cards.values import image_url, type_name

_FAILED = "[IMAGE_RENDER FAIL]"


class Image(UserComponent):
    """The bytes of a PNG, JPEG, GIF or WebP image, or a `data:` URL of one.

    What is no image does not raise: the card says what is wrong, where the image would be.
    """

    REALTIME_UPDATABLE = True

    def __init__(
        self, src: Any = None, label: Optional[str] = None, disable_updates: bool = True
    ) -> None:
        if disable_updates:
            self.REALTIME_UPDATABLE = False
        self._label = label
        self._take(lambda: _url(src))

    @classmethod
    def from_pil_image(
        cls, pilimage: Any, label: Optional[str] = None, disable_updates: bool = False
    ) -> Image:
        """Of an image of the library Pillow."""
        image = cls(b"", label, disable_updates)
        image._take(lambda: _url(_of_pillow(pilimage)))
        return image

    @classmethod
    def from_matplotlib(
        cls, plot: Any, label: Optional[str] = None, disable_updates: bool = False
    ) -> Image:
        """Of a figure or of axes of Matplotlib; the figure is closed."""
        image = cls(b"", label, disable_updates)
        image._take(lambda: _url(_of_matplotlib(plot)))
        return image

    def update(self, image: Any, label: Optional[str] = None) -> None:
        """Another image: bytes, a `data:` URL, one of Pillow's or a figure of Matplotlib."""
        if not self.REALTIME_UPDATABLE:
            warn("The Image was made without `disable_updates=False`: it stays as it is.")
            return
        self._label = self._label if label is None else label
        if isinstance(image, (bytes, str)):
            self._take(lambda: _url(image))
        elif type_name(image).startswith("PIL."):
            self._take(lambda: _url(_of_pillow(image)))
        else:
            self._take(lambda: _url(_of_matplotlib(image)))

    def render(self) -> Content:
        if self._url is None:
            return error_block(_FAILED, self._reason)
        return {"type": "image", "src": self._url, "label": self._label}

    def _take(self, make: Any) -> None:
        self._url: Optional[str] = None
        self._reason = ""
        try:
            self._url = make()
        except Exception as error:  # of a library, about an image that is not worth a failed task
            self._reason = f"{type(error).__name__}: {error}"


def _url(source: Any) -> str:
    if isinstance(source, bytes):
        url = image_url(source)
        if url is None:
            raise ValueError("The bytes are no PNG, JPEG, GIF or WebP image.")
        return url
    if isinstance(source, str):
        if source.startswith("data:image/"):
            return source
        raise ValueError("A text for an image is a `data:image/...` URL.")
    raise TypeError(f"An image is made of bytes or of a `data:` URL, not of {type_name(source)}.")


def _of_pillow(image: Any) -> bytes:
    if not type_name(image).startswith("PIL."):
        raise TypeError(f"A PIL.Image.Image is wanted, not {type_name(image)}.")
    content = io.BytesIO()
    image.save(content, format="PNG")
    return content.getvalue()


def _of_matplotlib(plot: Any) -> bytes:
    figure = plot if type_name(plot) == "matplotlib.figure.Figure" else _figure(plot)
    content = io.BytesIO()
    figure.savefig(content, format="PNG")
    from importlib import import_module

    import_module("matplotlib.pyplot").close(figure)
    return content.getvalue()


def _figure(plot: Any) -> Any:
    if not hasattr(plot, "get_figure"):
        raise TypeError(f"A figure or axes of matplotlib are wanted, not {type_name(plot)}.")
    return plot.get_figure()
