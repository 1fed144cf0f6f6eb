// Blob URLs of decrypted files, in this tab's memory.
import { readSealed } from "./network.js"
import { currentVault } from "./session.js"

/** @import { Entry } from "./vaults.js" */

const SAFE = /^(image\/(webp|svg\+xml)|audio\/|video\/)/
/** @type {Set<string>} */
const urls = new Set()

/**
 * Return a blob URL at which a file of the open vault can be shown or saved.
 * @param {Entry} entry
 */
export async function blobUrl([name, kind]) {
  const blob = await readSealed(currentVault().key, name)
  const type = SAFE.test(kind) ? kind : "application/octet-stream"
  const url = URL.createObjectURL(new Blob([blob], { type }))
  urls.add(url)
  return url
}

/** Revoke all blob URLs, which frees their memory. */
export function revokeAll() {
  for (const url of urls) URL.revokeObjectURL(url)
  urls.clear()
}
