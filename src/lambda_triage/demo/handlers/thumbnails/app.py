"""Renders thumbnails, and keeps every decoded picture of a warm environment."""

import time

CACHE = {}  # picture key -> decoded pixels; nothing ever leaves it


def decode(key, width, height):
    pixels = bytearray(width * height * 3)
    for row in range(0, len(pixels), width * 3):
        pixels[row] = row % 251
    CACHE[key] = pixels
    return pixels


def handler(event, context):
    began = time.monotonic()
    key, width, height = event["key"], event["width"], event["height"]
    pixels = CACHE.get(key) or decode(key, width, height)
    thumbnail = bytes(pixels[:: max(1, width // 160)])
    elapsed = (time.monotonic() - began) * 1000
    print(f"rendered {key} {width}x{height} -> 160 px in {elapsed:.0f} ms, cached={len(CACHE)}")
    return {"key": f"thumbs/{key}", "bytes": len(thumbnail)}
