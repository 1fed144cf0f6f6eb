// The buttons that let this device remember a letter, and forget it again.
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
 * Say which slots are open, and so could be remembered.
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
  // A browser in a private window may keep nothing, each for a reason of its own.
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
