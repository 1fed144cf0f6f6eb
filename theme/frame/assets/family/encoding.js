// Bytes, and their three encodings as text.

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

/** @param {string} text */
export const encodeText = text => new TextEncoder().encode(text)

/** @param {string} text */
export const decodeBase64 = text => Uint8Array.from(atob(text), sign => sign.charCodeAt(0))

/** @param {ArrayBuffer} buffer */
export const toHex = buffer =>
  [...new Uint8Array(buffer)].map(byte => byte.toString(16).padStart(2, "0")).join("")
