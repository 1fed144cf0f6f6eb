// What Python has sealed, the modules that a family's browser loads open, and nothing else.
import assert from "node:assert/strict"
import { createCipheriv, createHash, createHmac, hkdfSync } from "node:crypto"
import { test } from "node:test"
import {
  derive,
  importKey,
  isSealed,
  opaqueName,
  openBox,
} from "../../theme/frame/assets/family/boxes.js"
import { Refusal } from "../../theme/frame/assets/family/refusal.js"
import {
  deriveRoot,
  isLink,
  normalizeWords,
  slotOf,
} from "../../theme/frame/assets/family/slots.js"
import { openVaults, readBox } from "../../theme/frame/assets/family/vaults.js"
import { bytesOf, fromBase64, fromHex, toHex, vectors } from "./vectors.js"

/** @import { Bytes } from "../../theme/frame/assets/family/encoding.js" */

const { name, vault } = vectors
const stretching = { salt: fromBase64(vectors.salt), iterations: vectors.iterations }
const key = await importKey(fromHex(vectors.key))
const slot = await slotOf(vault.typed, stretching)
const DAMAGED = new Refusal("damaged")
const CHUNK = 2 ** 20
const HEAD = 20

// ---- keys and names ------------------------------------------------------------------------------

test("words and links lead to the same root and the same slot as in Python", async () => {
  for (const { typed, root, slot: slotName } of vectors.secrets) {
    const derived = await deriveRoot(typed, stretching)
    assert.equal(toHex(derived), root, typed)
    assert.equal(await opaqueName(await importKey(derived), "slot"), slotName, typed)
  }
})

test("a phone may change capitals, spaces and hyphens, and nothing else", () => {
  const spellings = vectors.secrets.map(({ typed }) => normalizeWords(typed))
  assert.equal(new Set(spellings.slice(0, 3)).size, 1)
  assert.equal(normalizeWords("  Zoom-YO.\tyo "), "zoom yo yo")
  assert.equal(normalizeWords("1234"), "")
  assert.notEqual(normalizeWords("yo zoom"), normalizeWords("zoom yo"))
})

test("a link is 26 letters of base32, and nothing else is", () => {
  assert.ok(isLink("abcdefghijklmnopqrst234567"))
  assert.ok(!isLink("abcdefghijklmnopqrst23456"))
  assert.ok(!isLink("abcdefghijklmnopqrst2345678"))
  assert.ok(!isLink("Abcdefghijklmnopqrst234567"))
  assert.ok(!isLink("abcdefghijklmnopqrst234561"))
  assert.ok(!isLink(" abcdefghijklmnopqrst234567"))
})

test("another salt makes other roots of the same words", async () => {
  const other = { ...stretching, salt: new Uint8Array(16) }
  const [first] = vectors.secrets
  assert.notEqual(toHex(await deriveRoot(first?.typed ?? "", other)), first?.root)
})

test("derived keys and opaque names are Python's", async () => {
  for (const { purpose, salt, bytes } of vectors.derivations)
    assert.equal(toHex(await derive(key, purpose, fromHex(salt))), bytes, purpose)
  assert.equal(await opaqueName(key, vectors.address), name)
})

// ---- a sealed file -------------------------------------------------------------------------------

test("boxes of every length open to the content, packed or not", async () => {
  for (const { content, file, packed } of vectors.boxes) {
    const opened = await bytesOf(await openBox(key, name, fromBase64(file)))
    assert.deepEqual(opened, fromBase64(content), `${opened.length} bytes, packed: ${packed}`)
  }
})

test("the length of a box tells the padded length alone", () => {
  for (const { file, padded } of vectors.boxes)
    if (padded !== null) assert.equal(fromBase64(file).length, HEAD + padded + 16)
})

test("a harmed box does not open", async () => {
  for (const [how, file] of Object.entries(vectors.harmed))
    await assert.rejects(openBox(key, name, fromBase64(file)), DAMAGED, how)
})

test("no bit of a box can be flipped", async () => {
  const file = fromBase64(vectors.boxes[1]?.file ?? "")
  for (let bit = 0; bit < file.length * 8; bit += 5) {
    const flipped = file.slice()
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    await assert.rejects(openBox(key, name, flipped), DAMAGED, `bit ${bit}`)
  }
})

test("a box opens with its own key and under its own name alone", async () => {
  const file = fromBase64(vectors.boxes[1]?.file ?? "")
  await assert.rejects(openBox(await importKey(new Uint8Array(32)), name, file), DAMAGED)
  await assert.rejects(openBox(key, "0".repeat(32), file), DAMAGED)
})

test("a page of the host is not taken for a sealed file", () => {
  assert.ok(isSealed(fromBase64(vectors.boxes[0]?.file ?? "")))
  assert.ok(!isSealed(fromBase64(vectors.harmed["a page of the host"] ?? "")))
  assert.ok(!isSealed(new Uint8Array()))
})

/**
 * Seal a content as Python does, to have a file of several chunks without a megabyte of vectors.
 * @param {Bytes} content
 */
function seal(content) {
  const raw = fromHex(vectors.key)
  const nothing = Buffer.alloc(0)
  const length = HEAD_OF_BODY + content.length
  const body = Buffer.alloc(padded(length))
  body.writeBigUInt64BE(BigInt(content.length), 1)
  body.set(content, HEAD_OF_BODY)
  const salts = Buffer.from(hkdfSync("sha256", raw, nothing, "salts", 32))
  const salt = createHmac("sha256", salts).update(`${name}\0`).update(body).digest().subarray(0, 16)
  const fileKey = Buffer.from(hkdfSync("sha256", raw, salt, `file|${name}`, 32))
  const parts = [Buffer.from("wfs1"), salt]
  const last = Math.floor((body.length - 1) / CHUNK)
  for (let number = 0; number <= last; number++) {
    const nonce = Buffer.alloc(12)
    nonce.writeUInt32BE(number, 7)
    nonce[11] = Number(number === last)
    const cipher = createCipheriv("aes-256-gcm", fileKey, nonce)
    cipher.setAAD(Buffer.from(`wfs1${name}`))
    parts.push(cipher.update(body.subarray(number * CHUNK, (number + 1) * CHUNK)), cipher.final())
    parts.push(cipher.getAuthTag())
  }
  return new Uint8Array(Buffer.concat(parts))
}
const HEAD_OF_BODY = 9

/** @param {number} length */
function padded(length) {
  const exponent = Math.floor(Math.log2(length))
  const step = 2 ** (exponent - Math.floor(Math.log2(exponent)) - 1)
  return Math.max(256, Math.ceil(length / step) * step)
}

test("a file of several chunks opens whole and in its order, or not at all", async () => {
  const content = Uint8Array.from({ length: vectors.long.length }, (_, at) => at % 251)
  const file = seal(content)
  assert.equal(createHash("sha256").update(file).digest("hex"), vectors.long.sha256)
  assert.deepEqual(await bytesOf(await openBox(key, name, file)), content)

  const step = CHUNK + 16
  const [first, second, third] = [0, 1, 2].map(number =>
    file.subarray(HEAD + number * step, HEAD + (number + 1) * step),
  )
  assert.ok(first && second && third)
  const harmed = {
    "cut between chunks": [first, second],
    "turned round": [second, first, third],
    "one twice": [first, first, third],
    "one left out": [first, third],
  }
  for (const [how, chunks] of Object.entries(harmed)) {
    const changed = new Uint8Array(Buffer.concat([file.subarray(0, HEAD), ...chunks]))
    await assert.rejects(openBox(key, name, changed), DAMAGED, how)
  }
})

// ---- a vault -------------------------------------------------------------------------------------

/** @param {string} file */
const fetchFile = async file => {
  const content = vault.files[file]
  return content === undefined ? null : fromBase64(content)
}

test("words open their vault, with every page and file in it", async () => {
  const [opened, ...others] = await openVaults([slot], fetchFile)
  assert.ok(opened)
  assert.deepEqual(others, [])
  const { first, languages, manifest, note } = opened
  assert.equal(opened.name, vault.name)
  assert.equal(opened.slot, slot[0])
  assert.equal(slot[0], vectors.secrets.find(({ typed }) => typed === vault.typed)?.slot)
  assert.deepEqual(
    { first, languages, manifest, note },
    {
      first: vault.first,
      languages: vault.languages,
      manifest: vault.manifest,
      note: vault.note,
    },
  )
  assert.deepEqual(Object.keys(opened.files).sort(), Object.keys(vault.contents).sort())
  for (const [address, [file, , size]] of Object.entries(opened.files)) {
    const content = await bytesOf(await readBox(opened.key, file, fetchFile))
    assert.deepEqual(content, fromBase64(vault.contents[address] ?? ""), address)
    assert.equal(content.length, size)
  }
})

test("other words open nothing, and nobody is told that a slot was near", async () => {
  const other = await slotOf(`${vault.typed}s`, stretching)
  assert.deepEqual(await openVaults([other], fetchFile), [])
})

test("a host that answers with a page where there is nothing opens nothing", async () => {
  const page = fromBase64(vectors.harmed["a page of the host"] ?? "")
  assert.deepEqual(await openVaults([slot], async () => page), [])
})

test("two letters to the same vault open it once", async () => {
  assert.equal((await openVaults([slot, slot], fetchFile)).length, 1)
})

test("a vault whose list is gone is damaged", async () => {
  const without = async (/** @type {string} */ file) =>
    file === vault.manifest ? null : fetchFile(file)
  await assert.rejects(openVaults([slot], without), DAMAGED)
})

test("a vault that is not at hand without a network is said, unless another one opens", async () => {
  const offline = async (/** @type {string} */ file) => {
    if (file === vault.manifest) throw new Refusal("offline")
    return fetchFile(file)
  }
  await assert.rejects(openVaults([slot], offline), new Refusal("offline"))
})
