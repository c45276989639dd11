"""Turn what the browser saw into the pictures of the manual: small PNG files with a palette, always the same names."""

import argparse
from pathlib import Path

import pypdfium2
from PIL import Image

#: width in pixels of the page of a report
PAGE_WIDTH = 900
#: the first that fits is taken
COLORS = (256, 128, 64)
LIMIT = 150 * 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path, help="folder with the PNG and PDF files that the browser saved")
    parser.add_argument("target", type=Path, help="folder of the manual's pictures")
    options = parser.parse_args()
    options.target.mkdir(parents=True, exist_ok=True)
    for file in sorted(options.source.iterdir()):
        name, _, page = file.stem.partition("@")
        image = draw(file, int(page)) if file.suffix == ".pdf" else Image.open(file)
        save(image.convert("RGB"), options.target / f"{name}.png")


def draw(file, number):
    document = pypdfium2.PdfDocument(file)
    document.init_forms()  # draws the stamps of signatures
    page = document[number % len(document)]
    return page.render(scale=PAGE_WIDTH / page.get_width()).to_pil()


def save(image, target):
    """Write with the largest palette whose file stays under the limit, or else with the smallest."""
    for colors in COLORS:
        image.quantize(colors, dither=Image.Dither.NONE).save(target, optimize=True)
        if target.stat().st_size <= LIMIT:
            return


if __name__ == "__main__":
    main()
