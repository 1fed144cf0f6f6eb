// A zip file without compression: a local header and the content of each file, then the directory
// (APPNOTE 6.3.3).
import { encodeText } from "../encoding.js"

/** @import { Bytes } from "../encoding.js" */
/** @typedef {[path: string, content: Bytes]} ZipEntry */
/** @typedef {[size: 2 | 4, value: number]} Field  Bytes, and the number that they hold. */

const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
const VERSION = 20
const UTF8_NAMES = 0x800
const POLYNOMIAL = 0xedb88320

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? POLYNOMIAL ^ (crc >>> 1) : crc >>> 1
  return crc
})

/**
 * Return the checksum of bytes.
 * @param {Uint8Array} bytes
 */
export function crc32(bytes) {
  let crc = -1
  for (const byte of bytes) crc = (TABLE[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8)
  return ~crc >>> 0
}

/**
 * Return files as one zip file, all dated now.
 * @param {readonly ZipEntry[]} entries
 * @param {Date} moment
 */
export function zip(entries, moment) {
  const parts = []
  const list = []
  let at = 0
  for (const [path, content] of entries) {
    const name = encodeText(path)
    const description = describe(name, content, moment)
    const head = [pack([4, LOCAL]), description, name]
    // No comment, first disk, no attributes; then the offset of the file's local header.
    const rest = pack([2, 0], [2, 0], [2, 0], [4, 0], [4, at])
    list.push(pack([4, CENTRAL], [2, VERSION]), description, rest, name)
    parts.push(...head, content)
    at += lengthOf(head) + content.length
  }
  const count = entries.length
  const disks = pack([4, END], [2, 0], [2, 0])
  const end = pack([2, count], [2, count], [4, lengthOf(list)], [4, at], [2, 0])
  return new Blob([...parts, ...list, disks, end], { type: "application/zip" })
}

/**
 * Return the fields that both headers of a file share.
 * @param {Bytes} name
 * @param {Bytes} content
 * @param {Date} moment
 */
function describe(name, content, moment) {
  const time = (moment.getHours() << 11) | (moment.getMinutes() << 5) | (moment.getSeconds() >> 1)
  const date =
    ((moment.getFullYear() - 1980) << 9) | ((moment.getMonth() + 1) << 5) | moment.getDate()
  return pack(
    [2, VERSION],
    [2, UTF8_NAMES],
    [2, 0], // not packed
    [2, time],
    [2, date],
    [4, crc32(content)],
    [4, content.length],
    [4, content.length],
    [2, name.length],
    [2, 0], // nothing more
  )
}

/** @param {readonly Uint8Array[]} parts */
const lengthOf = parts => parts.reduce((sum, part) => sum + part.length, 0)

/**
 * Return numbers as bytes, little-endian.
 * @param {...Field} fields
 */
function pack(...fields) {
  const view = new DataView(new ArrayBuffer(fields.reduce((sum, [size]) => sum + size, 0)))
  let at = 0
  for (const [size, value] of fields) {
    if (size === 2) view.setUint16(at, value, true)
    else view.setUint32(at, value, true)
    at += size
  }
  return new Uint8Array(view.buffer)
}
