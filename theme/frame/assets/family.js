// Opens the sealed pages of a family. Everything is opened here, in this tab's memory; closing the tab locks it again,
// and only what the family has asked this device to remember (remember.js) opens them without the words.
// A file: "wfs1", a salt of 16 bytes, then chunks of AES-256-GCM, as scripts/wayfolio/seal/boxes.py writes it.
import { forget, remember, remembered } from "./remember.js"
import { offer } from "./keep.js"
import { since } from "./since.js"

const door = document.querySelector("[data-wf-door]")
const root = new URL("../", import.meta.url)
const [form, said, opened, page] = ["form", "[data-wf-said]", "[data-wf-opened]", "[data-wf-page]"].map(name => door.querySelector(name))
const words = Object.fromEntries([...door.querySelectorAll("[data-say]")].map(one => [one.dataset.say, one.textContent]))
const days = JSON.parse(door.dataset.days)
const make = (tag, properties = {}, ...children) => {
  const node = Object.assign(document.createElement(tag), properties)
  node.append(...children)
  return node
}
const tell = (what, values = {}) =>
  said.textContent = (words[what] ?? "").replace(/\{(\w+)\}/g, (_, name) => values[name])

class Refused extends Error {}

// ---- opening files
const subtle = globalThis.crypto?.subtle
const encode = text => new TextEncoder().encode(text)
const bytes = base64 => Uint8Array.from(atob(base64), sign => sign.charCodeAt(0))
const hex = buffer => [...new Uint8Array(buffer)].map(byte => byte.toString(16).padStart(2, "0")).join("")
const FORMAT = encode("wfs1"), SALT = 16, CHUNK = 2 ** 20 + 16

const hkdf = (salt, purpose) => ({ name: "HKDF", hash: "SHA-256", salt, info: encode(purpose) })
const material = raw => subtle.importKey("raw", raw, "HKDF", false, ["deriveBits", "deriveKey"])
const derived = (key, purpose, salt = new Uint8Array()) => subtle.deriveBits(hkdf(salt, purpose), key, 256)
async function opaqueName(key, address) {
  const names = await subtle.importKey("raw", await derived(key, "names"), { name: "HMAC", hash: "SHA-256" }, false, ["sign"])
  return hex((await subtle.sign("HMAC", names, encode(address))).slice(0, 16))
}

let keptOn = null  // since when this device has what the network did not give
async function fetched(name) {
  let answer
  try {
    answer = await fetch(new URL(`family/${name}.bin`, root), { cache: "no-cache" })
  } catch {
    throw new Refused("offline")
  }
  if (answer.status === 404) return null
  if (!answer.ok) throw new Refused("offline")
  keptOn = answer.headers.get("wf-kept") ?? keptOn
  return new Uint8Array(await answer.arrayBuffer())
}

async function unsealed(key, name, file) {
  try {
    if (!FORMAT.every((byte, at) => file[at] === byte)) throw new Error("not sealed")
    const start = FORMAT.length + SALT
    const fileKey = await subtle.deriveKey(
      hkdf(file.slice(FORMAT.length, start), `file|${name}`), key, { name: "AES-GCM", length: 256 }, false, ["decrypt"])
    const parts = [], additionalData = new Uint8Array([...FORMAT, ...encode(name)])
    for (let at = start, n = 0; at < file.length; at += CHUNK, n++) {
      const iv = new Uint8Array(12)
      new DataView(iv.buffer).setUint32(7, n)
      iv[11] = at + CHUNK >= file.length ? 1 : 0
      parts.push(await subtle.decrypt({ name: "AES-GCM", iv, additionalData }, fileKey, file.subarray(at, at + CHUNK)))
    }
    const body = new Blob(parts)
    const head = new DataView(await body.slice(0, 9).arrayBuffer())
    const inside = body.slice(9, 9 + Number(head.getBigUint64(1)))
    return head.getUint8(0) ? await new Response(inside.stream().pipeThrough(new DecompressionStream("deflate"))).blob() : inside
  } catch {
    throw new Refused("damaged")
  }
}

async function content(key, name) {
  const file = await fetched(name)
  if (!file) throw new Refused("damaged")
  return unsealed(key, name, file)
}

// ---- a passphrase or a link, and the vaults that it opens
const SECRET = /^[a-z2-7]{26}$/
async function rootOf(secret) {
  const salt = bytes(door.dataset.salt)
  if (SECRET.test(secret)) return derived(await material(encode(secret)), "link", salt)
  const plain = secret.normalize("NFKC").toLowerCase().match(/[a-z]+/g)?.join(" ") ?? ""
  const base = await subtle.importKey("raw", encode(plain), "PBKDF2", false, ["deriveBits"])
  return subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: +door.dataset.iterations }, base, 256)
}

// What opens a slot: its name and its key, which is all that a device may remember.
async function slotOf(secret) {
  const key = await material(await rootOf(secret))
  return [await opaqueName(key, "slot"), await material(await derived(key, "slot key"))]
}

async function ringIn([name, key]) {
  const file = await fetched(name)
  // Some hosts answer with a page of their own where there is nothing.
  if (!file || !FORMAT.every((byte, at) => file[at] === byte)) return []
  const ring = JSON.parse(await (await unsealed(key, name, file)).text())
  return ring.map(one => ({ ...one, slot: name }))
}

async function unlock(slots) {
  const rings = await Promise.all(slots.map(ringIn))
  const found = new Map(rings.flat().map(one => [one.manifest, one]))
  const tried = await Promise.allSettled([...found.values()].map(async ({ key, manifest, slot }) => {
    const vault = await material(bytes(key))
    return { key: vault, slot, manifest, ...JSON.parse(await (await content(vault, manifest)).text()) }
  }))
  const opened = tried.filter(one => one.value).map(one => one.value)
  // Without a network there are those that were kept, and a brother's may not be.
  const failed = tried.find(one => one.reason && !(opened.length && one.reason.message === "offline"))
  if (failed) throw failed.reason
  return opened
}

// ---- showing pages
let vaults = [], here = 0, language = "", trail = [], shown = 0
const urls = new Set()
const SAFE = /^(image\/(webp|svg\+xml)|audio\/|video\/)/
const vault = () => vaults[here]
const prefix = () => vault().languages[language] ?? ""

async function blobUrl([name, kind]) {
  const blob = await content(vault().key, name)
  const url = URL.createObjectURL(new Blob([blob], { type: SAFE.test(kind) ? kind : "application/octet-stream" }))
  urls.add(url)
  return url
}

const decoded = text => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
function resolved(address, from) {
  let url
  try {
    url = new URL(address, new URL(prefix() + from, root))
  } catch {
    return {}  // a learner may have written anything
  }
  const inside = url.href.startsWith(root.href) ? decoded(url.pathname.slice(root.pathname.length)) : ""
  return { url, inside, entry: vault().files[inside], address: inside.slice(prefix().length), hash: url.hash.slice(1) }
}

const guard = action => async (...given) => {
  try {
    await action(...given)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    tell(error.message)
  }
}

// Attributes, no listeners: a map's card shows copies of links, and links in a drawing have no properties.
function link(a, from) {
  const to = resolved(a.getAttribute("href"), from)
  if (to.entry) {
    a.setAttribute("href", "#")
    a.dataset.wfTo = to.entry[1] === "text/html" ? to.address : ""
    a.dataset.wfWhere = to.entry[1] === "text/html" ? to.hash : to.inside
    return
  }
  if (!to.url) return a.removeAttribute("href")
  a.setAttribute("href", to.url.href)
  if (!/^https?:$/.test(to.url.protocol)) return
  // A page for everybody opens beside this one, which would be locked when the reader comes back.
  a.setAttribute("target", "_blank")
  a.setAttribute("rel", `noopener ${a.getAttribute("rel") ?? ""}`.trim())
  if (a instanceof HTMLElement) a.append(make("span", { className: "wf-away" }, make("span", {}, ` ${words.beside}`)))
}

async function give(inside, name) {
  const entry = vault().files[inside]
  const url = await blobUrl(entry)
  const isPicture = entry[1].startsWith("image/")
  make("a", isPicture ? { href: url, target: "_blank" } : { href: url, download: name || "file" }).click()
}

page.addEventListener("click", guard(async event => {
  const a = event.target.closest("a[href^='#']")
  if (!a || event.defaultPrevented) return
  const { wfTo, wfWhere } = a.dataset
  if (wfWhere === undefined) return void (reach(a.getAttribute("href").slice(1)) && event.preventDefault())
  event.preventDefault()
  await (wfTo ? go(here, wfTo, wfWhere) : give(wfWhere, a.getAttribute("download")))
}))

function recording(media, from) {
  const { entry } = resolved(media.getAttribute("src"), from)
  media.removeAttribute("src")
  if (!entry) return
  const button = make("button", { type: "button", className: "md-button" }, words.load.replace("{size}", (entry[2] / 1e6).toFixed(1)))
  button.addEventListener("click", guard(async () => {
    button.disabled = true
    media.src = await blobUrl(entry)
    media.hidden = false
    button.remove()
    media.focus()
  }))
  media.hidden = true
  media.after(button)
}

async function picture(img, from) {
  const { entry, url } = resolved(img.getAttribute("src"), from)
  img.removeAttribute("src")
  if (url) img.src = entry ? await blobUrl(entry) : url.href
}

async function show(number, address, hash = "") {
  const turn = ++shown
  here = number
  tell("opening")
  const at = vault().files[prefix() + address] ?? vault().files[address]
  const doc = new DOMParser().parseFromString(await (await content(vault().key, at[0])).text(), "text/html")
  if (turn !== shown) return
  urls.forEach(url => URL.revokeObjectURL(url))
  urls.clear()
  doc.querySelectorAll("a[href]:not([href^='#'])").forEach(a => link(a, address))
  doc.querySelectorAll("audio[src], video[src]").forEach(media => recording(media, address))
  // Sealed pages name no day, so that they stay the same files; this page does, and is made each day.
  doc.querySelectorAll("[data-wf-as-of]").forEach(one => one.textContent = days[language] ?? "")
  const pictures = [...doc.querySelectorAll("img[src]")].map(img => picture(img, address))
  page.lang = language
  page.dir = /^(ar|fa|he|ur)\b/.test(language) ? "rtl" : "ltr"
  page.replaceChildren(...doc.body.childNodes)
  around()
  tell("opened", { name: vault().name })
  if (page.querySelector("[data-wf-map]")) await import(new URL("assets/map.js", root))
  document.dispatchEvent(new Event("wf-shown"))
  if (address === vault().first) await since(page, await opaqueName(vault().key, "visits"))
  if (!reach(hash)) {
    focus(page.querySelector("h1") ?? page)
    scrollTo(0, 0)
  }
  await Promise.all(pictures)
}

function focus(node) {
  node.setAttribute("tabindex", "-1")
  node.focus()
  node.scrollIntoView()
}

function reach(id) {
  const target = id && document.getElementById(decoded(id))
  if (!target || !page.contains(target)) return false
  for (let box = target.closest("details"); box; box = box.parentElement.closest("details")) box.open = true
  focus(target)
  return true
}

const go = guard(async (number, address, hash) => {
  trail = [...trail.slice(0, (history.state?.wf ?? 0) + 1), [number, address]]
  history.pushState({ wf: trail.length - 1 }, "")
  found.replaceChildren()
  await show(number, address, hash)
})
addEventListener("popstate", guard(async () => {
  const to = trail[history.state?.wf ?? 0]
  if (to) await show(...to)
}))

// ---- what stands around a page: brothers and sisters, languages, search
const [people, tongues, find, found, note] = ["people", "languages", "find", "found", "note"].map(name => door.querySelector(`[data-wf-${name}]`))

function around() {
  people.replaceChildren(...vaults.map((one, number) => {
    const button = make("button", { type: "button", className: "md-button" }, make("bdi", {}, one.name))
    button.setAttribute("aria-pressed", number === here)
    button.addEventListener("click", () => go(number, vaults[number].first))
    return make("li", {}, button)
  }))
  people.hidden = vaults.length < 2
  const names = Object.keys(vault().languages)
  const select = tongues.querySelector("select")
  select.replaceChildren(...names.map(name => {
    const called = new Intl.DisplayNames([name], { type: "language" }).of(name)
    return make("option", { value: name, selected: name === language, lang: name }, called)
  }))
  tongues.hidden = names.length < 2
  note.textContent = vault().note[language] ?? ""
  note.hidden = !note.textContent
  offer(vault(), language, { keptOn, resolved, read: name => content(vault().key, name) })
}
tongues.addEventListener("change", guard(async event => {
  language = event.target.value
  await show(...trail[history.state?.wf ?? 0])
}))

const folded = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
async function rows() {
  const name = vault().search[language]
  vault().rows ??= {}
  return vault().rows[language] ??= JSON.parse(await (await content(vault().key, vault().files[name][0])).text())
    .map(([address, title, text]) => ({ address, title, text, folded: folded(`${title} ${text}`) }))
}
find.addEventListener("submit", guard(async event => {
  event.preventDefault()
  const wanted = folded(find.elements[0].value).match(/[\p{L}\p{N}]+/gu) ?? []
  const inTitle = row => folded(row.title).includes(wanted[0])
  const fits = wanted.length ? (await rows()).filter(row => wanted.every(word => row.folded.includes(word))) : []
  fits.sort((one, other) => inTitle(other) - inTitle(one))
  tell(fits.length ? "found" : "nothing", { n: fits.length })
  found.replaceChildren(...fits.slice(0, 20).map(row => {
    const a = make("a", { href: "#", dir: "auto" }, row.title)
    a.addEventListener("click", event => {
      event.preventDefault()
      go(here, row.address)
    })
    const from = folded(row.text).indexOf(wanted[0]) - 60
    const at = from > 0 ? row.text.indexOf(" ", from) + 1 : 0
    return make("li", {}, a, make("p", { dir: "auto" }, (at ? "… " : "") + row.text.slice(at, at + 160).replace(/\s\S*$/, " …")))
  }))
}))
// A browser may keep a page whole for its Back button, so it is emptied before it is left.
door.querySelector("[data-wf-close]").addEventListener("click", () => {
  vaults = trail = []
  opened.remove()
  urls.forEach(url => URL.revokeObjectURL(url))
  location.replace(location.pathname)
})
addEventListener("pageshow", event => event.persisted && !vaults.length && location.reload())

// ---- what this device remembers, where somebody has asked it to
let held = []
const [remembers, offered, isRemembered] = ["remembers", "offered", "is-remembered"].map(name => door.querySelector(`[data-wf-${name}]`))

async function tellRemembered() {
  const names = (await remembered()).map(([name]) => name)
  remembers.hidden = !names.length || !opened.hidden
  isRemembered.hidden = !held.every(([name]) => names.includes(name))
  offered.hidden = !isRemembered.hidden
}
door.querySelector("[data-wf-remember]").addEventListener("click", async () => {
  // A browser in a private window may keep nothing, each for a reason of its own.
  const what = await remember(held).then(() => "remembered", () => "unremembered")
  await tellRemembered()
  tell(what)
  if (what === "remembered") isRemembered.querySelector("button").focus()
})
door.querySelectorAll("[data-wf-forget]").forEach(button => button.addEventListener("click", async () => {
  await forget()
  await tellRemembered()
  tell("forgotten")
  const next = opened.hidden ? form.elements[0] : offered.querySelector("summary")
  next.focus()
}))
door.querySelector("[data-wf-again]").addEventListener("click", () => open(remembered(), "stale"))

// ---- beginning
// `asked`: a promise of the slots to open. `empty`: what to say where they open nothing.
async function open(asked, empty = "wrong") {
  const button = form.querySelector("button")
  button.disabled = true
  tell("opening")
  try {
    held = await asked
    vaults = await unlock(held)
    if (!vaults.length) throw new Refused(empty)
    const wanted = document.documentElement.lang
    language = wanted in vaults[0].languages ? wanted : Object.keys(vaults[0].languages)[0]
    trail = [[0, vaults[0].first]]
    history.replaceState({ wf: 0 }, "", location.pathname)
    form.hidden = true
    form.reset()
    door.parentElement.querySelector("[data-pagefind-body]").hidden = true
    opened.hidden = false
    await tellRemembered()
    await show(...trail[0])
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    tell(error.message)
    if (!opened.hidden) return
    form.hidden = false
    form.elements[0].focus()
  } finally {
    button.disabled = false
  }
}
const bySecret = secret => open(slotOf(secret).then(slot => [slot]))

function byLink() {
  const secret = location.hash.slice(1)
  if (!SECRET.test(secret)) return
  history.replaceState(null, "", location.pathname)  // so that nobody copies it from the address bar
  bySecret(secret)
}

if (!subtle) {
  tell("insecure")
  said.append(" ", make("a", { href: location.href.replace(/^http:/, "https:") }, words.secure))
} else if (!globalThis.DecompressionStream) {
  tell("old")
} else {
  form.hidden = false
  form.addEventListener("submit", event => {
    event.preventDefault()
    bySecret(form.elements[0].value)
  })
  addEventListener("hashchange", byLink)
  tellRemembered().then(byLink)
}
