// Words and links, and the slots that they open, as scripts/wayfolio/seal/slots.py makes them.
import { derive, importKey, opaqueName } from "./boxes.js"
import { encodeText } from "./encoding.js"

/** @import { Bytes } from "./encoding.js" */
/** @typedef {[name: string, key: CryptoKey]} Slot  All that a device may remember of a letter. */
/** @typedef {{ salt: Bytes, iterations: number }} Stretching  What makes guessing words slow. */

const LINK = /^[a-z2-7]{26}$/

/**
 * Whether a text is the secret part of a link, not words.
 * @param {string} secret
 */
export const isLink = secret => LINK.test(secret)

/**
 * Return words normalized for stretching: phones change capitals and spaces.
 * @param {string} words
 */
export const normalizeWords = words =>
  words
    .normalize("NFKC")
    .toLowerCase()
    .match(/[a-z]+/g)
    ?.join(" ") ?? ""

/**
 * Return the 32 bytes from which a slot's name and key are derived.
 * @param {string} secret
 * @param {Stretching} stretching
 */
export async function deriveRoot(secret, { salt, iterations }) {
  if (isLink(secret)) return derive(await importKey(encodeText(secret)), "link", salt)
  const words = encodeText(normalizeWords(secret))
  const base = await crypto.subtle.importKey("raw", words, "PBKDF2", false, ["deriveBits"])
  const pbkdf2 = { name: "PBKDF2", hash: "SHA-256", salt, iterations }
  return crypto.subtle.deriveBits(pbkdf2, base, 256)
}

/**
 * Return the slot that a secret opens.
 * @param {string} secret
 * @param {Stretching} stretching
 * @returns {Promise<Slot>}
 */
export async function slotOf(secret, stretching) {
  const key = await importKey(await deriveRoot(secret, stretching))
  return [await opaqueName(key, "slot"), await importKey(await derive(key, "slot key"))]
}
