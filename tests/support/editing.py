"""A desk of `site-edit/` in a browser, on a copy of the school that only this browser sees."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

PICK_FOLDER = """
window.showDirectoryPicker = async () =>
  (await navigator.storage.getDirectory()).getDirectoryHandle("school", { create: true });
FileSystemHandle.prototype.requestPermission = async () => "granted";
FileSystemHandle.prototype.queryPermission = async () => "granted";
"""
WRITE_FILES = """async (files) => {
  const top = await navigator.storage.getDirectory();
  const root = await top.getDirectoryHandle("school", { create: true });
  for (const [path, held] of Object.entries(files)) {
    const parts = path.split("/");
    let folder = root;
    for (const part of parts.slice(0, -1))
      folder = await folder.getDirectoryHandle(part, { create: true });
    const file = await folder.getFileHandle(parts.at(-1), { create: true });
    const out = await file.createWritable();
    await out.write(Uint8Array.from(atob(held), (sign) => sign.charCodeAt(0)));
    await out.close();
  }
}"""
READ_SAVED_FILES = """async () => {
  const found = {};
  const walk = async (folder, before) => {
    for await (const [name, one] of folder.entries()) {
      if (one.kind === "directory") await walk(one, `${before}${name}/`);
      else {
        const file = await one.getFile().catch(() => null);
        if (!file) continue;
        const bytes = new Uint8Array(await file.arrayBuffer());
        let text = "";
        for (const byte of bytes) text += String.fromCharCode(byte);
        found[before + name] = btoa(text);
      }
    }
  };
  const top = await navigator.storage.getDirectory();
  await walk(await top.getDirectoryHandle("school"), "");
  return found;
}"""
GIT = {
    ".git/HEAD": b"ref: refs/heads/main\n",
    ".git/config": b'[remote "origin"]\n\turl = https://github.com/river/school.git\n',
}


def school_files(school: Path) -> dict[str, bytes]:
    """Return the files of a school that forms may need."""
    return GIT | {
        file.relative_to(school).as_posix(): file.read_bytes()
        for folder in ("portfolios", "competencies")
        for file in sorted((school / folder).rglob("*"))
        if file.is_file()
    }


@contextmanager
def open_editor(
    browser: Browser, address: str, path: str, school: Path, width: int
) -> Iterator[Page]:
    """Open a desk on a copy of the school, signed in to nothing."""
    context = browser.new_context(viewport={"width": width, "height": 1000})
    page = context.new_page()
    origin = address.split("/school/", maxsplit=1)[0].replace("127.0.0.1", "localhost")
    foreign: list[str] = []
    page.on(
        "request",
        lambda r: None if r.url.startswith((origin, "blob:", "data:")) else foreign.append(r.url),
    )
    page.add_init_script(PICK_FOLDER)
    page.goto(f"{origin}/robots.txt")
    sent = {name: base64.b64encode(held).decode() for name, held in school_files(school).items()}
    page.evaluate(WRITE_FILES, sent)
    page.goto(f"{origin}/school/{path}")
    page.get_by_role("button", name="Local Repository").click()
    page.foreign = foreign  # type: ignore[attr-defined]
    yield page
    context.close()


def saved_files(page: Page) -> dict[str, bytes]:
    """Return the files of the browser's copy."""
    return {name: base64.b64decode(text) for name, text in page.evaluate(READ_SAVED_FILES).items()}
