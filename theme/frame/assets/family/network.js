// Sealed files from the host, or from this device when there is no network.
import { root } from "../site.js"
import { Refusal } from "./refusal.js"
import { readBox } from "./vaults.js"

/** @type {string | null} */
let keptOn = null

/** Return the date of this device's copy if it answered instead of the network, else null. */
export const keptSince = () => keptOn

/**
 * Return the address of a sealed file.
 * @param {string} name
 */
export const sealedUrl = name => new URL(`family/${name}.bin`, root)

/**
 * Return a sealed file, or null where there is none.
 * @param {string} name
 */
export async function fetchSealed(name) {
  let response
  try {
    response = await fetch(sealedUrl(name), { cache: "no-cache" })
  } catch {
    throw new Refusal("offline")
  }
  if (response.status === 404) return null
  if (!response.ok) throw new Refusal("offline")
  keptOn = response.headers.get("wf-kept") ?? keptOn
  return new Uint8Array(await response.arrayBuffer())
}

/**
 * Return the content of a sealed file of the host.
 * @param {CryptoKey} key
 * @param {string} name
 */
export const readSealed = (key, name) => readBox(key, name, fetchSealed)
