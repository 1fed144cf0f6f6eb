// A learner's pages as one zip file that needs nothing: no network, no words, no script. What is in it is in clear.
const root = new URL("../", import.meta.url)

// The files of a vault that one language's pages use: their addresses and entries.
export function pagesOf(vault, language) {
  const prefix = vault.languages[language]
  const others = Object.values(vault.languages).filter(one => one && one !== prefix)
  const isOthers = address => others.some(one => address.startsWith(one))
  return new Map(Object.entries(vault.files).filter(([address, [, kind]]) => {
    if (kind === "application/json" || isOthers(address)) return false
    return kind !== "text/html" || address.startsWith(prefix)
  }))
}

function pathIn(address, first) {
  if (address === first) return "index.html"
  return `pages/${address}${address.endsWith("/") ? "index.html" : ""}`
}
const relative = (path, from) => "../".repeat(from.split("/").length - 1) + encodeURI(path)

export async function packed(vault, language, pages, { read, resolved, note }) {
  const first = vault.languages[language] + vault.first
  const entries = []
  const looks = await looksOf(entries)
  for (const [address, entry] of pages) {
    const path = pathIn(address, first), blob = await read(entry[0])
    entries.push([path, entry[1] === "text/html" ? page(await blob.text(), path, address) : await blob.arrayBuffer()])
  }
  return zip(entries)

  function page(text, path, address) {
    const doc = new DOMParser().parseFromString(text, "text/html")
    const from = address.slice(vault.languages[language].length)
    const mend = (node, name) => {
      const to = resolved(node.getAttribute(name), from)
      const inside = to.inside !== undefined && pages.has(to.inside)
      if (inside) node.setAttribute(name, relative(pathIn(to.inside, first), path) + (to.hash ? `#${to.hash}` : ""))
      else if (name === "href" && to.url) node.setAttribute(name, to.url.href)
      else node.removeAttribute(name)
    }
    doc.querySelectorAll("a[href]:not([href^='#'])").forEach(a => mend(a, "href"))
    doc.querySelectorAll(":is(img, audio, video, source)[src]").forEach(one => mend(one, "src"))
    doc.querySelectorAll("script, link").forEach(one => one.remove())
    const title = doc.createElement("title")
    title.textContent = doc.title
    const said = doc.createElement("p")
    said.className = "wf-quiet"
    said.textContent = note
    const styles = looks.map(look => `<link rel="stylesheet" href="${relative(look, path)}">`).join("")
    const direction = /^(ar|fa|he|ur)\b/.test(language) ? "rtl" : "ltr"
    return new TextEncoder().encode(
      `<!doctype html><html lang="${language}" dir="${direction}"><head><meta charset="utf-8">` +
      `<meta name="viewport" content="width=device-width, initial-scale=1">${title.outerHTML}${styles}</head>` +
      `<body dir="${direction}" data-md-color-scheme="default" data-md-color-primary="custom" data-md-color-accent="custom">` +
      `<main class="md-main"><div class="md-main__inner md-grid"><div class="md-content">` +
      `<article class="md-content__inner md-typeset">${said.outerHTML}${doc.body.innerHTML}</article></div></div></main></body></html>`)
  }
}

async function looksOf(entries) {
  const sheets = [...document.querySelectorAll("link[rel=stylesheet]")].filter(one => one.href.startsWith(root.origin))
  return Promise.all(sheets.map(async (sheet, n) => {
    const path = `look/${n}.css`
    entries.push([path, await (await fetch(sheet.href)).arrayBuffer()])
    return path
  }))
}

// ---- zip, without packing: a local head and the content of each file, then the list of them (APPNOTE 6.3.3)
const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; bit++) n = n & 1 ? 0xedb88320 ^ n >>> 1 : n >>> 1
  return n
})
function crc32(bytes) {
  let crc = -1
  for (const byte of bytes) crc = TABLE[(crc ^ byte) & 255] ^ crc >>> 8
  return ~crc >>> 0
}

function zip(entries) {
  const parts = [], list = [], now = new Date()
  const time = now.getHours() << 11 | now.getMinutes() << 5 | now.getSeconds() >> 1
  const date = now.getFullYear() - 1980 << 9 | now.getMonth() + 1 << 5 | now.getDate()
  let at = 0
  for (const [path, content] of entries) {
    const bytes = new Uint8Array(content), name = new TextEncoder().encode(path)
    // Version, flags (names are UTF-8), not packed, time, date, checksum, both sizes, length of the name, nothing more.
    const shared = numbers([2, 20], [2, 0x800], [2, 0], [2, time], [2, date], [4, crc32(bytes)], [4, bytes.length], [4, bytes.length], [2, name.length], [2, 0])
    const head = [numbers([4, 0x04034b50]), shared, name]
    list.push(numbers([4, 0x02014b50], [2, 20]), shared, numbers([2, 0], [2, 0], [2, 0], [4, 0], [4, at]), name)
    parts.push(...head, bytes)
    at += length(head) + bytes.length
  }
  const end = numbers([4, 0x06054b50], [2, 0], [2, 0], [2, entries.length], [2, entries.length], [4, length(list)], [4, at], [2, 0])
  return new Blob([...parts, ...list, end], { type: "application/zip" })
}
const length = parts => parts.reduce((sum, part) => sum + part.length, 0)

function numbers(...fields) {
  const made = new DataView(new ArrayBuffer(fields.reduce((sum, [size]) => sum + size, 0)))
  let at = 0
  for (const [size, value] of fields) {
    size === 2 ? made.setUint16(at, value, true) : made.setUint32(at, value, true)
    at += size
  }
  return new Uint8Array(made.buffer)
}
