"""A browser, and a bare page on which one widget stands with a model that remembers."""

import base64
import functools
import http.server
import json
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A widget</title>
<link rel="icon" href="data:,"><meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="widget.css">
<style>:root { color-scheme: light dark }</style></head><body>
<script id="jupyter-config-data" type="application/json">{"baseUrl": "/base/"}</script>
<main><h1>A widget</h1><div id="el"></div><button id="after">After</button></main>
<script type="module">
import widget from "./widget.js";
const read = ({ plain, bytes }) => ({ ...plain, ...Object.fromEntries(Object.entries(bytes).map(
  ([name, text]) => [name, new DataView(Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)).buffer)])) });
const state = read(await (await fetch("state.json")).json());
const heard = new Map();
const changed = {};
window.sent = [];
const hearing = (name) => { for (const hear of heard.get(`change:${name}`) ?? []) hear(); };
const answered = (answer) => {
  const news = read(answer);
  Object.assign(state, news);
  Object.keys(news).forEach(hearing);
};
window.model = {
  get: (name) => state[name],
  set(name, value) { changed[name] = state[name] = value; hearing(name); },
  save_changes() {
    window.saved = structuredClone(state);
    const asked = { ...changed };
    for (const name of Object.keys(changed)) delete changed[name];
    window.kernel?.({ set: asked }).then(answered);
  },
  send(message) { window.sent.push(message); window.kernel?.({ send: message }).then(answered); },
  on(name, hear) { heard.set(name, [...(heard.get(name) ?? []), hear]); },
  off(name, hear) { heard.set(name, (heard.get(name) ?? []).filter((one) => one !== hear)); },
};
window.listeners = () => [...heard.values()].flat().length;
window.clean = widget.render({ model: window.model, el: document.getElementById("el") });
window.ready = true;
</script></body></html>"""


def lay_out(widget, folder):
    """Write the page of one widget: its script, its style, its state as it would travel."""
    state = widget.get_state()
    (folder / "widget.js").write_text(state["_esm"], encoding="utf-8")
    (folder / "widget.css").write_text(state["_css"], encoding="utf-8")
    (folder / "state.json").write_text(json.dumps(travelling(widget)), encoding="utf-8")
    (folder / "index.html").write_text(PAGE, encoding="utf-8")


def travelling(widget):
    """Return what of a widget reaches the browser: JSON as it is, bytes in base 64."""
    ours = {
        name: value
        for name, value in widget.get_state().items()
        if name in widget.trait_names(sync=True) and name[0] != "_"
    }
    return {
        "plain": {name: value for name, value in ours.items() if _is_json(value)},
        "bytes": {
            name: base64.b64encode(value).decode()
            for name, value in ours.items()
            if isinstance(value, bytes | memoryview)
        },
    }


def answering(widget):
    """Return what stands for the kernel: it takes what the browser says, and gives what changed."""

    def kernel(said):
        before = travelling(widget)
        for name, value in said.get("set", {}).items():
            widget.set_trait(name, value)
        if "send" in said:
            widget._handle_custom_msg(said["send"], [])
        after = travelling(widget)
        told = said.get("set", {})
        return {
            part: {
                name: value
                for name, value in after[part].items()
                if value != told.get(name, before[part].get(name))
            }
            for part in after
        }

    return kernel


def _is_json(value):
    try:
        json.dumps(value)
    except TypeError:
        return False
    return True


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format, *args):  # noqa: A002 - the parent's name
        """Say nothing; the page's own errors are looked at."""


@contextmanager
def serving(folder):
    """Serve a folder on a free port of this machine; give its address."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def show(chromium, tmp_path):
    """Show a widget: `page = show(widget, width=360)`. The page may not complain or go out.

    With `live=True` the widget itself answers what the browser sets and sends, as in a kernel.
    With `touch=True` the page is a phone's; `hash` is the part of its address after "#".
    """
    complaints = []
    closing = []

    def shown(widget, width=1280, scheme="light", height=800, **options):
        lay_out(widget, tmp_path)
        server = serving(tmp_path)
        address = server.__enter__()
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            has_touch=options.get("touch", False),
        )
        closing.extend([(context.close, ()), (server.__exit__, (None, None, None))])
        page = context.new_page()
        if options.get("live"):
            page.expose_function("kernel", answering(widget))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda sent: (
                None if sent.url.startswith((address, "data:")) else complaints.append(sent.url)
            ),
        )
        page.goto(f"{address}#{options['hash']}" if "hash" in options else address)
        page.wait_for_function("window.ready")
        return page

    yield shown
    for close, arguments in closing:
        close(*arguments)
    assert complaints == []
