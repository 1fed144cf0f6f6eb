// The vectors that tests/support/seal_vectors.py writes, as bytes.
import { webcrypto } from "node:crypto"
import { readFileSync } from "node:fs"

// Node 18 has WebCrypto, but not where browsers have it.
globalThis.crypto ??= /** @type {Crypto} */ (webcrypto)

/**
 * @typedef {object} Vectors
 * @property {string} salt
 * @property {number} iterations
 * @property {string} key
 * @property {string} name
 * @property {string} address
 * @property {{ typed: string, root: string, slot: string }[]} secrets
 * @property {{ purpose: string, salt: string, bytes: string }[]} derivations
 * @property {{ packed: boolean, content: string, file: string, padded: number | null }[]} boxes
 * @property {Record<string, string>} harmed
 * @property {{ length: number, sha256: string }} long
 * @property {VaultVectors} vault
 */
/**
 * @typedef {object} VaultVectors
 * @property {string} typed
 * @property {string} manifest
 * @property {string} name
 * @property {string} first
 * @property {Record<string, string>} languages
 * @property {Record<string, string>} note
 * @property {Record<string, string>} contents
 * @property {Record<string, string>} files
 */

/** @type {Vectors} */
export const vectors = JSON.parse(
  readFileSync(new URL("seal_vectors.json", import.meta.url), "utf8"),
)

/** @param {string} text */
export const fromBase64 = text => new Uint8Array(Buffer.from(text, "base64"))

/** @param {string} text */
export const fromHex = text => new Uint8Array(Buffer.from(text, "hex"))

/** @param {ArrayBuffer | Uint8Array} bytes */
export const toHex = bytes => Buffer.from(/** @type {Uint8Array} */ (bytes)).toString("hex")

/** @param {Blob} blob */
export const bytesOf = async blob => new Uint8Array(await blob.arrayBuffer())
