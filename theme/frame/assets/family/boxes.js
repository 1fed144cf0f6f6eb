// A sealed file, as scripts/wayfolio/seal/boxes.py writes it: "wfs1", a salt of 16 bytes, then
// chunks of AES-256-GCM. tests/js/seal_vectors.json holds both to the same bytes.
import { encodeText, toHex } from "./encoding.js"
import { Refusal } from "./refusal.js"

/** @import { Bytes } from "./encoding.js" */

const FORMAT = encodeText("wfs1")
const SALT = 16
const CHUNK = 2 ** 20 + 16
const HEAD = 9

/**
 * @param {Bytes} salt
 * @param {string} purpose
 */
const hkdf = (salt, purpose) => ({ name: "HKDF", hash: "SHA-256", salt, info: encodeText(purpose) })

/**
 * Return a key from which others are derived.
 * @param {BufferSource} raw
 */
export const importKey = raw =>
  crypto.subtle.importKey("raw", raw, "HKDF", false, ["deriveBits", "deriveKey"])

/**
 * Return 32 bytes for one purpose, from which no others can be derived.
 * @param {CryptoKey} key
 * @param {string} purpose
 * @param {Bytes} [salt]
 */
export const derive = (key, purpose, salt = new Uint8Array()) =>
  crypto.subtle.deriveBits(hkdf(salt, purpose), key, 256)

/**
 * Return the name of the sealed file for an address.
 * @param {CryptoKey} key
 * @param {string} address
 */
export async function opaqueName(key, address) {
  const hmac = { name: "HMAC", hash: "SHA-256" }
  const raw = await derive(key, "names")
  const names = await crypto.subtle.importKey("raw", raw, hmac, false, ["sign"])
  return toHex((await crypto.subtle.sign("HMAC", names, encodeText(address))).slice(0, 16))
}

/**
 * Whether a file begins like a sealed file.
 * @param {Bytes} file
 */
export const isSealed = file => FORMAT.every((byte, at) => file[at] === byte)

/**
 * Return the content of the file `name`. Throws a Refusal if it was changed or has another key.
 * @param {CryptoKey} key
 * @param {string} name
 * @param {Bytes} file
 */
export async function openBox(key, name, file) {
  try {
    if (!isSealed(file)) throw new Error("not sealed")
    return await unpad(new Blob(await decryptChunks(key, name, file)))
  } catch {
    throw new Refusal("damaged")
  }
}

/**
 * @param {CryptoKey} key
 * @param {string} name
 * @param {Bytes} file
 */
async function decryptChunks(key, name, file) {
  const start = FORMAT.length + SALT
  const salt = file.slice(FORMAT.length, start)
  const aes = { name: "AES-GCM", length: 256 }
  const fileKey = await crypto.subtle.deriveKey(hkdf(salt, `file|${name}`), key, aes, false, [
    "decrypt",
  ])
  const additionalData = new Uint8Array([...FORMAT, ...encodeText(name)])
  const chunks = []
  for (let at = start, number = 0; at < file.length; at += CHUNK, number++) {
    const iv = nonce(number, at + CHUNK >= file.length)
    const cipher = { name: "AES-GCM", iv, additionalData }
    chunks.push(await crypto.subtle.decrypt(cipher, fileKey, file.subarray(at, at + CHUNK)))
  }
  return chunks
}

/**
 * Return the nonce of a chunk: its number, and whether it is the last.
 * @param {number} number
 * @param {boolean} isLast
 */
function nonce(number, isLast) {
  const iv = new Uint8Array(12)
  new DataView(iv.buffer).setUint32(7, number)
  iv[11] = Number(isLast)
  return iv
}

/**
 * Return the content without its head and its padding.
 * @param {Blob} body
 */
async function unpad(body) {
  const head = new DataView(await body.slice(0, HEAD).arrayBuffer())
  const isPacked = head.getUint8(0) !== 0
  const inside = body.slice(HEAD, HEAD + Number(head.getBigUint64(1)))
  if (!isPacked) return inside
  return new Response(inside.stream().pipeThrough(new DecompressionStream("deflate"))).blob()
}
