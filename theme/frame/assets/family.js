// Opens the sealed pages of a family. Everything is opened here, in this tab's memory; closing the
// tab locks it again, and only what the family has asked this device to remember (family/store.js)
// opens them without the words. What each step does is in family/.
import { make } from "./dom.js"
import { languageSelect } from "./family/bar.js"
import { revokeAll } from "./family/blobs.js"
import * as door from "./family/door.js"
import { decodeBase64 } from "./family/encoding.js"
import { listenToSearch } from "./family/find.js"
import { fetchSealed } from "./family/network.js"
import { go, show, showCurrent } from "./family/page.js"
import { Refusal } from "./family/refusal.js"
import { holdSlots, showRemembered } from "./family/remember.js"
import { begin, lock, session } from "./family/session.js"
import { isLink, slotOf } from "./family/slots.js"
import { loadSlots } from "./family/store.js"
import { openVaults } from "./family/vaults.js"

// These are imported by the modules above. Named here, all are fetched at once.
import "./family/addresses.js"
import "./family/boxes.js"
import "./family/links.js"
import "./family/media.js"
import "./family/offline/cache.js"
import "./family/offline/needed.js"
import "./family/offline/panel.js"
import "./family/offline/sizes.js"
import "./family/save/archive.js"
import "./family/save/document.js"
import "./family/save/paths.js"
import "./family/save/zip.js"
import "./family/search.js"
import "./sentences.js"
import "./since/box.js"
import "./since/changes.js"
import "./since/visits.js"
import "./site.js"
import "./turns.js"

/** @import { Slot } from "./family/slots.js" */

const { form, input, opened, say, settings, submitButton } = door

/**
 * Open what slots hold, and show the first page.
 * @param {Promise<Slot[]>} wanted
 * @param {"wrong" | "stale"} [empty] what to say where they open nothing
 */
async function open(wanted, empty = "wrong") {
  submitButton.disabled = true
  say("opening")
  try {
    const slots = await wanted
    holdSlots(slots)
    const vaults = await openVaults(slots, fetchSealed)
    const [vault] = vaults
    if (!vault) throw new Refusal(empty)
    begin(vaults, document.documentElement.lang)
    form.hidden = true
    form.reset()
    door.preface.hidden = true
    opened.hidden = false
    await showRemembered()
    await show(0, vault.first)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    say(error.reason)
    if (!opened.hidden) return
    form.hidden = false
    input.focus()
  } finally {
    submitButton.disabled = false
  }
}

/** @param {string} secret */
function openBySecret(secret) {
  const salt = decodeBase64(settings.salt ?? "")
  const iterations = Number(settings.iterations)
  return open(slotOf(secret, { salt, iterations }).then(slot => [slot]))
}

function openByLink() {
  const secret = location.hash.slice(1)
  if (!isLink(secret)) return
  history.replaceState(null, "", location.pathname) // so that nobody copies it from the address bar
  openBySecret(secret)
}

function close() {
  lock()
  opened.remove()
  revokeAll()
  location.replace(location.pathname)
}

function listen() {
  listenToSearch(go)
  const changeLanguage = door.guard(async () => {
    session.language = languageSelect.value
    await showCurrent()
  })
  languageSelect.addEventListener("change", changeLanguage)
  door.part("again", HTMLButtonElement).addEventListener("click", () => open(loadSlots(), "stale"))
  door.part("close", HTMLButtonElement).addEventListener("click", close)
  // A browser may keep a page whole for its Back button, so it is emptied before it is left.
  addEventListener("pageshow", event => {
    if (event.persisted && !session.vaults.length) location.reload()
  })
}

function showForm() {
  form.hidden = false
  form.addEventListener("submit", event => {
    event.preventDefault()
    openBySecret(input.value)
  })
  addEventListener("hashchange", openByLink)
  showRemembered().then(openByLink)
}

listen()
if (!globalThis.crypto?.subtle) {
  say("insecure")
  const href = location.href.replace(/^http:/, "https:")
  door.status.append(" ", make("a", { href }, door.sentence("secure")))
} else if (!globalThis.DecompressionStream) {
  say("old")
} else {
  showForm()
}
