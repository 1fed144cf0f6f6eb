// The buttons by which this device remembers a letter and forgets it.
import { need } from "../dom.js"
import { buttons, input, opened, part, say } from "./door.js"
import { deleteSlots, loadSlots, saveSlots } from "./store.js"

/** @import { Slot } from "./slots.js" */

const remembers = part("remembers", HTMLElement)
const offered = part("offered", HTMLElement)
const isRemembered = part("is-remembered", HTMLElement)
/** @type {readonly Slot[]} */
let slots = []

/**
 * Set the slots that are open, and so can be remembered.
 * @param {readonly Slot[]} open
 */
export function holdSlots(open) {
  slots = open
}

/** Show the buttons that fit what this device remembers. */
export async function showRemembered() {
  const names = (await loadSlots()).map(([name]) => name)
  remembers.hidden = !names.length || !opened.hidden
  isRemembered.hidden = !slots.every(([name]) => names.includes(name))
  offered.hidden = !isRemembered.hidden
}

async function remember() {
  // A browser in a private window may refuse to store anything, each with its own error.
  const isKept = await saveSlots(slots).then(
    () => true,
    () => false,
  )
  await showRemembered()
  say(isKept ? "remembered" : "unremembered")
  if (isKept) need(isRemembered, "button", HTMLButtonElement).focus()
}

async function forget() {
  await deleteSlots()
  await showRemembered()
  say("forgotten")
  const next = opened.hidden ? input : need(offered, "summary", HTMLElement)
  next.focus()
}

part("remember", HTMLButtonElement).addEventListener("click", remember)
for (const button of buttons("forget")) button.addEventListener("click", forget)
