// The vaults that are open in this tab, in memory only: closing the tab locks them again.

/** @import { Vault } from "./vaults.js" */
/** @typedef {[number: number, address: string, hash?: string]} Stop  A page that was shown. */

/** @type {{ vaults: Vault[], here: number, language: string, trail: Stop[] }} */
export const session = { vaults: [], here: 0, language: "", trail: [] }

/** Return the vault whose page is shown. */
export function currentVault() {
  const vault = session.vaults[session.here]
  if (!vault) throw new Error("nothing is open")
  return vault
}

/** Return where the pages of the reader's language begin. */
export const prefix = () => currentVault().languages[session.language] ?? ""

const place = () => history.state?.wf ?? 0

/** Return the page at this place of the browser's history. */
export const currentStop = () => session.trail[place()]

/**
 * Open vaults at the first page of the first of them.
 * @param {Vault[]} vaults
 * @param {string} preferred the language of the door
 */
export function begin(vaults, preferred) {
  const [vault] = vaults
  if (!vault) throw new Error("nothing is open")
  session.vaults = vaults
  session.language =
    preferred in vault.languages ? preferred : (Object.keys(vault.languages)[0] ?? "")
  session.trail = [[0, vault.first]]
  history.replaceState({ wf: 0 }, "", location.pathname)
}

/**
 * Add a page to the browser's history after the current one.
 * @param {Stop} stop
 */
export function follow([number, address]) {
  session.trail = [...session.trail.slice(0, place() + 1), [number, address]]
  history.pushState({ wf: session.trail.length - 1 }, "")
}

export function lock() {
  session.vaults = []
  session.trail = []
}
