// A family's pages without a network: kept on this device, locked as they are, or saved as one file, in clear.
// Nothing is kept or saved before somebody asks for it.
import { packed, pagesOf } from "./save.js"

const root = new URL("../", import.meta.url)
const door = document.querySelector("[data-wf-door]")
const [box, told, state, from] = ["keep", "told", "kept", "from"].map(name => door.querySelector(`[data-wf-${name}]`))
const words = Object.fromEntries([...door.querySelectorAll("[data-say]")].map(one => [one.dataset.say, one.textContent]))
const filled = (what, values) => words[what].replace(/\{(\w+)\}/g, (_, name) => values[name])
const megabytes = bytes => (Math.max(bytes, 1e5) / 1e6).toFixed(1)
const day = (time, language) => new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(new Date(time))
const here = document.documentElement.lang
let refresh = () => {}

const canKeep = "serviceWorker" in navigator && "caches" in globalThis
const PREFIX = `wf-kept ${root.pathname} `
// A cache's name tells whose pages it has, as their opaque name, and since when.
const about = name => {
  const [manifest, since] = name.slice(PREFIX.length).split(" ")
  return { name, manifest, since }
}
const keptOnes = async () => (await caches.keys()).filter(name => name.startsWith(PREFIX)).map(about)

const sealed = name => new URL(`family/${name}.bin`, root).href
const MODULES = ["family.js", "keep.js", "remember.js", "save.js", "since.js", "map.js"].map(name => new URL(name, import.meta.url).href)
function needed(vault) {
  const looks = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src], .md-logo img")]
  const names = [vault.slot, vault.manifest, ...Object.values(vault.files).map(([name]) => name)]
  const all = [location.pathname, ...looks.map(one => one.href || one.src), ...MODULES, ...names.map(sealed)]
  return [...new Set(all.map(one => new URL(one, location).href))].filter(one => one.startsWith(root.origin))
}

async function keep(vault, tell) {
  const since = new Date().toISOString(), name = `${PREFIX}${vault.manifest} ${since}`
  const before = (await keptOnes()).filter(one => one.manifest === vault.manifest)
  const cache = await caches.open(name)
  try {
    const urls = needed(vault), all = urls.length
    let done = 0
    const take = async () => {
      for (let url = urls.pop(); url; url = urls.pop()) {
        const answer = await fetch(url, { cache: "no-cache" })
        // What was kept before must not pass for what there is today.
        if (!answer.ok || answer.headers.has("wf-kept")) throw new Error(url)
        const headers = { "content-type": answer.headers.get("content-type") ?? "", "wf-kept": since }
        await cache.put(url, new Response(await answer.blob(), { headers }))
        tell(filled("keeping", { n: ++done, all }))
      }
    }
    await Promise.all([take(), take(), take(), take()])
    await navigator.serviceWorker.register(new URL("kept.js", location))
  } catch (error) {
    await caches.delete(name)
    throw error
  }
  await Promise.all(before.map(one => caches.delete(one.name)))
  // Asks the browser not to drop it where room gets scarce. It may say no.
  await navigator.storage?.persist?.()
}

async function takeOff(which) {
  for (const one of (await keptOnes()).filter(which)) await caches.delete(one.name)
  if ((await keptOnes()).length) return
  for (const one of await navigator.serviceWorker.getRegistrations())
    if (one.scope.startsWith(root.href)) await one.unregister()
}

// A key that was taken back opens nothing any more, and neither should what is kept here.
async function takeOffRevoked() {
  for (const one of await keptOnes()) {
    const answer = await fetch(sealed(one.manifest), { method: "HEAD", cache: "no-store" }).catch(() => null)
    if (answer && [404, 410].includes(answer.status)) await takeOff(other => other.manifest === one.manifest)
  }
}

async function tellDoor() {
  const ones = canKeep ? await keptOnes() : []
  state.hidden = !ones.length
  if (ones.length) state.firstElementChild.textContent = filled("kept", { day: day(ones.map(one => one.since).sort()[0], here) })
}
if (canKeep) {
  state.querySelector("button").addEventListener("click", async () => {
    await takeOff(() => true)
    await tellDoor()
    await refresh()
  })
  takeOffRevoked().then(tellDoor)
}

// ---- beside an open page
const sizeOf = entries => entries.reduce((sum, [, , size]) => sum + size, 0)
// Text is packed to about a sixth of its length.
const lockedSize = entries => entries.reduce((sum, [, kind, size]) => sum + (/^text|json|svg/.test(kind) ? size / 6 : size), 0)

export function offer(vault, language, tools) {
  const [keepPart, savePart] = box.querySelectorAll("section")
  const [keepButton, offButton] = keepPart.querySelectorAll("button")
  const during = button => async (what, failed) => {
    button.disabled = true
    try {
      await what(text => told.textContent = text)
    } catch (error) {
      told.textContent = words[failed]
      console.warn(error)
    } finally {
      button.disabled = false
    }
  }
  keepPart.hidden = !canKeep
  refresh = async () => {
    const [one] = canKeep ? (await keptOnes()).filter(one => one.manifest === vault.manifest) : []
    keepPart.querySelector("p").textContent = one
      ? filled("kept", { day: day(one.since, here) })
      : filled("keepWhat", { size: megabytes(lockedSize(Object.values(vault.files))) })
    keepButton.textContent = words[one ? "keepAgain" : "keep"]
    offButton.hidden = !one
  }
  keepButton.onclick = () => during(keepButton)(async tell => {
    await keep(vault, tell)
    tell(words.keepDone)
    await Promise.all([refresh(), tellDoor()])
  }, "keepFailed")
  offButton.onclick = () => during(offButton)(async tell => {
    await takeOff(one => one.manifest === vault.manifest)
    tell(words.keepOff)
    await Promise.all([refresh(), tellDoor()])
  }, "keepFailed")
  const pages = pagesOf(vault, language)
  savePart.querySelector("p").textContent = filled("saveWhat", { size: megabytes(sizeOf([...pages.values()])) })
  const saveButton = savePart.querySelector("button")
  saveButton.onclick = () => during(saveButton)(async tell => {
    tell(words.saving)
    const on = day(Date.now(), language)
    const file = await packed(vault, language, pages, { ...tools, note: filled("saved", { day: on }) })
    const url = URL.createObjectURL(file)
    const name = `${vault.name} ${new Date().toISOString().slice(0, 10)}.zip`.replace(/[\\/:*?"<>|]/g, " ")
    Object.assign(document.createElement("a"), { href: url, download: name }).click()
    setTimeout(() => URL.revokeObjectURL(url), 60000)
    tell(words.saveDone)
  }, "saveFailed")
  from.hidden = !tools.keptOn
  if (tools.keptOn) from.textContent = filled("fromKept", { day: day(tools.keptOn, here) })
  return refresh()
}
