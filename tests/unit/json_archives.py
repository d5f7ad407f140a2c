"""Ways to read JSON archives."""

import io

from lasthope.ingest import json_posts
from lasthope.ingest.reading import About, Bad, Found, span_of

ABOUT = About("a-source")
BY_KEY = {"id": "i", "text": "t"}
DAMAGED = "damaged JSON"
CUT_OFF = "the file ends within it"
CUT_SHORT = "the file ends before its list does"
NO_OBJECT = "no JSON object"


def read(content, fields=None):
    """Return what is read of some bytes; check what holds of anything."""
    fields = fields or BY_KEY
    items = list(json_posts.read(io.BytesIO(content), ABOUT, fields=fields))
    end = 0
    for item in items:
        start, after = span_of(item.locator)
        assert end <= start <= after <= len(content)
        end = after
        stretch = json_posts.raw(io.BytesIO(content), item.locator, fields=fields)
        assert stretch == content[start:end]
        if isinstance(item, Bad):
            assert item.content == stretch
    return items


def brief(items):
    """Return of each item what matters: id and text, or the reason."""
    return [
        (item.native_id, item.text) if isinstance(item, Found) else item.reason
        for item in items
    ]


ONE, TWO, THREE = b'{"i":1,"t":"a"}', b'{"i":2,"t":"b"}', b'{"i":3,"t":"c"}'
SOUND = [("1", "a"), ("2", "b"), ("3", "c")]
