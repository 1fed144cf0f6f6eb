// The vaults of learners, which slots open, as scripts/wayfolio/seal/vaults.py fills them.
import { importKey, isSealed, openBox } from "./boxes.js"
import { decodeBase64 } from "./encoding.js"
import { Refusal } from "./refusal.js"

/** @import { Bytes } from "./encoding.js" */
/** @import { Slot } from "./slots.js" */
/** @typedef {(name: string) => Promise<Bytes | null>} FetchFile  Null where there is no file. */
/** @typedef {[name: string, kind: string, size: number]} Entry  A file of a vault. */
/** @typedef {{ key: string, manifest: string }} RingKey  What a slot says of each vault. */
/**
 * @typedef {object} Manifest
 * @property {string} name
 * @property {boolean} [own] whether only the learner opens it
 * @property {Record<string, string>} languages where the pages of each language begin
 * @property {string} first the address of the page that opens first
 * @property {Record<string, string>} search the address of each language's index
 * @property {Record<string, string>} note a sentence above every page
 * @property {Record<string, Entry>} files by address
 */
/** @typedef {Manifest & { key: CryptoKey, slot: string, manifest: string }} Vault */

/**
 * Return the content of a sealed file. Throws a Refusal if it does not open.
 * @param {CryptoKey} key
 * @param {string} name
 * @param {FetchFile} fetchFile
 */
export async function readBox(key, name, fetchFile) {
  const file = await fetchFile(name)
  if (!file) throw new Refusal("damaged")
  return openBox(key, name, file)
}

/**
 * Return the vaults that slots open, each once.
 * @param {readonly Slot[]} slots
 * @param {FetchFile} fetchFile
 * @returns {Promise<Vault[]>}
 */
export async function openVaults(slots, fetchFile) {
  const rings = await Promise.all(slots.map(slot => openRing(slot, fetchFile)))
  const byManifest = new Map(rings.flat().map(entry => [entry.manifest, entry]))
  const attempts = await Promise.allSettled(
    [...byManifest.values()].map(entry => openVault(entry, fetchFile)),
  )
  const vaults = []
  const failures = []
  for (const attempt of attempts) {
    if (attempt.status === "fulfilled") vaults.push(attempt.value)
    else failures.push(attempt.reason)
  }
  // Without a network only stored vaults open, and a brother's may not be stored.
  const failure = failures.find(error => !(vaults.length && error.message === "offline"))
  if (failure) throw failure
  return vaults
}

/**
 * @param {Slot} slot
 * @param {FetchFile} fetchFile
 * @returns {Promise<(RingKey & { slot: string })[]>}
 */
async function openRing([name, key], fetchFile) {
  const file = await fetchFile(name)
  // Some hosts answer with a page of their own instead of a 404.
  if (!file || !isSealed(file)) return []
  /** @type {RingKey[]} */
  const ring = JSON.parse(await (await openBox(key, name, file)).text())
  return ring.map(entry => ({ ...entry, slot: name }))
}

/**
 * @param {RingKey & { slot: string }} entry
 * @param {FetchFile} fetchFile
 * @returns {Promise<Vault>}
 */
async function openVault({ key, manifest, slot }, fetchFile) {
  const vaultKey = await importKey(decodeBase64(key))
  const blob = await readBox(vaultKey, manifest, fetchFile)
  return { key: vaultKey, slot, manifest, ...JSON.parse(await blob.text()) }
}
