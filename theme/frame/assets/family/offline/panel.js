// A family's pages without a network: kept on this device, locked as they are, or saved as one
// file, in clear. Nothing is kept or saved before somebody asks for it.
import { make, need } from "../../dom.js"
import { formatDay } from "../../sentences.js"
import { part, sentence } from "../door.js"
import { packPages } from "../save/archive.js"
import { pagesOf } from "../save/paths.js"
import { canKeep, copyFor, keepVault, listCopies, removeCopies, removeRevoked } from "./cache.js"
import { fileName, formatMegabytes, sealedSize, sizeOf } from "./sizes.js"

/** @import { Resolve } from "../save/document.js" */
/** @import { Vault } from "../vaults.js" */
/** @typedef {{ keptOn: string | null, resolve: Resolve, read: (name: string) => Promise<Blob> }} Tools */
/** @typedef {(say: (text: string) => void) => Promise<void>} Action */

const box = part("keep", HTMLElement)
const status = part("progress", HTMLElement)
const kept = part("kept", HTMLElement)
const from = part("from", HTMLElement)
const keepPart = need(box, "section:first-of-type", HTMLElement)
const savePart = need(box, "section:last-of-type", HTMLElement)
const keepButton = need(keepPart, "button:first-of-type", HTMLButtonElement)
const removeButton = need(keepPart, "button:last-of-type", HTMLButtonElement)
const saveButton = need(savePart, "button", HTMLButtonElement)
const language = document.documentElement.lang
/** @type {() => Promise<void>} */
let drawKeeping = async () => {}

/** Say on the door what this device keeps. */
async function drawDoor() {
  const [oldest] = (await listCopies()).map(copy => copy.since).sort()
  kept.hidden = !oldest
  if (oldest) need(kept, "p", HTMLElement).textContent = keptSince(oldest)
}

/** @param {string} since */
const keptSince = since => sentence("kept", { day: formatDay(since, language) })

/**
 * Do what a button is for, and say how it goes on.
 * @param {HTMLButtonElement} button
 * @param {string} failure the name of what to say if it fails
 * @param {Action} action
 */
async function run(button, failure, action) {
  button.disabled = true
  try {
    await action(text => {
      status.textContent = text
    })
  } catch (error) {
    status.textContent = sentence(failure)
    console.warn(error)
  } finally {
    button.disabled = false
  }
}

/**
 * Offer to keep or to save the open vault.
 * @param {Vault} vault
 * @param {string} inLanguage
 * @param {Tools} tools
 */
export function offerOffline(vault, inLanguage, tools) {
  offerKeeping(vault)
  offerSaving(vault, inLanguage, tools)
  from.hidden = !tools.keptOn
  if (tools.keptOn)
    from.textContent = sentence("fromKept", { day: formatDay(tools.keptOn, language) })
}

/** @param {Vault} vault */
function offerKeeping(vault) {
  keepPart.hidden = !canKeep
  drawKeeping = async () => {
    const copy = await copyFor(vault.manifest)
    const size = formatMegabytes(sealedSize(Object.values(vault.files)))
    const what = copy ? keptSince(copy.since) : sentence("keepWhat", { size })
    need(keepPart, "p", HTMLElement).textContent = what
    keepButton.textContent = sentence(copy ? "keepAgain" : "keep")
    removeButton.hidden = !copy
  }
  keepButton.onclick = () =>
    run(keepButton, "keepFailed", async say => {
      await keepVault(vault, (n, all) => say(sentence("keeping", { n, all })))
      say(sentence("keepDone"))
      await Promise.all([drawKeeping(), drawDoor()])
    })
  removeButton.onclick = () =>
    run(removeButton, "keepFailed", async say => {
      await removeCopies(copy => copy.manifest === vault.manifest)
      say(sentence("keepOff"))
      await Promise.all([drawKeeping(), drawDoor()])
    })
  drawKeeping()
}

/**
 * @param {Vault} vault
 * @param {string} inLanguage
 * @param {Tools} tools
 */
function offerSaving(vault, inLanguage, { read, resolve }) {
  const pages = pagesOf(vault, inLanguage)
  const size = formatMegabytes(sizeOf([...pages.values()]))
  need(savePart, "p", HTMLElement).textContent = sentence("saveWhat", { size })
  saveButton.onclick = () =>
    run(saveButton, "saveFailed", async say => {
      say(sentence("saving"))
      const note = sentence("saved", { day: formatDay(Date.now(), inLanguage) })
      const file = await packPages(vault, pages, { language: inLanguage, note, read, resolve })
      download(file, fileName(vault.name, new Date()))
      say(sentence("saveDone"))
    })
}

/**
 * @param {Blob} file
 * @param {string} name
 */
function download(file, name) {
  const url = URL.createObjectURL(file)
  make("a", { href: url, download: name }).click()
  setTimeout(() => URL.revokeObjectURL(url), 60000)
}

if (canKeep) {
  need(kept, "button", HTMLButtonElement).addEventListener("click", async () => {
    await removeCopies(() => true)
    await drawDoor()
    await drawKeeping()
  })
  removeRevoked().then(drawDoor)
}
