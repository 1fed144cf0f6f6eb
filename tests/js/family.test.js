// What a family's page does with addresses, searches, sizes and saved files, apart from the page.
import assert from "node:assert/strict"
import { test } from "node:test"
import { decodeAddress, resolveAddress } from "../../theme/frame/assets/family/addresses.js"
import {
  fileName,
  formatMegabytes,
  sealedSize,
} from "../../theme/frame/assets/family/offline/sizes.js"
import { pagesOf, pathOf, relativePath } from "../../theme/frame/assets/family/save/paths.js"
import { crc32, zip } from "../../theme/frame/assets/family/save/zip.js"
import {
  excerpt,
  fold,
  foldRows,
  searchRows,
  wordsOf,
} from "../../theme/frame/assets/family/search.js"
import { bytesOf } from "./vectors.js"

/** @import { Entry } from "../../theme/frame/assets/family/vaults.js" */

// ---- addresses -----------------------------------------------------------------------------------

const root = new URL("https://school.example/site/")
/** @type {Record<string, Entry>} */
const files = {
  "learners/teo/": ["a", "text/html", 10],
  "es/learners/teo/": ["b", "text/html", 10],
  "es/learners/teo/a lamp.webp": ["c", "image/webp", 10],
}
const resolve = (/** @type {string} */ address, prefix = "es/") =>
  resolveAddress(address, "learners/teo/", { root, prefix, files })

test("a link of a sealed page leads to the file of its vault", () => {
  const target = resolve("../teo/#work")
  assert.deepEqual(target?.entry, files["es/learners/teo/"])
  assert.equal(target?.address, "learners/teo/")
  assert.equal(target?.hash, "work")
  assert.deepEqual(resolve("../../../learners/teo/")?.entry, files["learners/teo/"])
  assert.deepEqual(resolve("a%20lamp.webp")?.inside, "es/learners/teo/a lamp.webp")
})

test("a link to a page for everybody, or to another host, has no file", () => {
  assert.equal(resolve("../../about/")?.entry, undefined)
  assert.equal(resolve("../../about/")?.url.href, "https://school.example/site/es/about/")
  assert.equal(resolve("https://other.example/learners/teo/")?.entry, undefined)
  assert.equal(resolve("https://other.example/learners/teo/")?.inside, "")
  assert.equal(resolve("mailto:office@school.example")?.url.protocol, "mailto:")
})

test("whatever a learner has written as an address is no error", () => {
  assert.equal(resolve("http://[half"), null)
  assert.equal(decodeAddress("100%"), "100%")
  assert.equal(decodeAddress("caf%C3%A9"), "café")
})

// ---- search --------------------------------------------------------------------------------------

const rows = foldRows([
  ["a/", "A bridge", "We measured a lamp and a café."],
  ["b/", "The Lámp", "It dims."],
  ["c/", "A boat", "Nothing of it shines."],
])
const hits = (/** @type {string} */ query) =>
  searchRows(rows, wordsOf(query)).map(row => row.address)

test("capitals and accents make no difference to a search", () => {
  assert.equal(fold("Él Niño"), "el nino")
  assert.equal(fold("Đồng łódź"), "dong lodz")
  assert.deepEqual(hits("CAFE"), ["a/"])
  assert.deepEqual(wordsOf(" The  lamp, dims! "), ["the", "lamp", "dims"])
  assert.deepEqual(wordsOf("مصباح"), ["مصباح"])
})

test("pages with the first word in their title come first, others stay in their order", () => {
  assert.deepEqual(hits("lamp"), ["b/", "a/"])
  assert.deepEqual(hits("it"), ["b/", "c/"])
})

test("every word must be on the page, and no words find nothing", () => {
  assert.deepEqual(hits("lamp dims"), ["b/"])
  assert.deepEqual(hits("lamp boat"), [])
  assert.deepEqual(hits(" . "), [])
})

test("an excerpt begins a little before the word, with whole words", () => {
  const text = `${"before ".repeat(20)}the lamp ${"after ".repeat(40)}`
  const part = excerpt(text, "lamp")
  assert.ok(part.startsWith("… before"), part)
  assert.ok(part.includes("the lamp"), part)
  assert.ok(part.endsWith("after …"), part)
  assert.equal(excerpt("A lamp that dims", "lamp"), "A lamp that …")
})

// ---- sizes ---------------------------------------------------------------------------------------

test("sizes are told in megabytes, never as nothing", () => {
  assert.equal(formatMegabytes(12), "0.1")
  assert.equal(formatMegabytes(12_345_678), "12.3")
})

test("text is expected at a sixth of its length once sealed, pictures as they are", () => {
  assert.equal(
    sealedSize([
      ["a", "text/html", 600],
      ["b", "image/svg+xml", 60],
    ]),
    110,
  )
  assert.equal(sealedSize([["a", "image/webp", 600]]), 600)
})

test("a saved file has a name that every disk takes", () => {
  const day = new Date("2027-03-12T10:00:00Z")
  assert.equal(fileName('Ana: "A/B"', day), "Ana   A B  2027-03-12.zip")
  assert.equal(fileName("سامي", day), "سامي 2027-03-12.zip")
})

// ---- saved files ---------------------------------------------------------------------------------

test("a saved file holds the pages of one language, and the files that all share", () => {
  /** @type {Record<string, Entry>} */
  const all = {
    "learners/teo/": ["a", "text/html", 1],
    "es/learners/teo/": ["b", "text/html", 1],
    "learners/teo/lamp.webp": ["c", "image/webp", 1],
    "es/badge.svg": ["d", "image/svg+xml", 1],
    "search.json": ["e", "application/json", 1],
  }
  const languages = { en: "", es: "es/" }
  assert.deepEqual(
    [...pagesOf({ languages, files: all }, "en").keys()],
    ["learners/teo/", "learners/teo/lamp.webp"],
  )
  assert.deepEqual(
    [...pagesOf({ languages, files: all }, "es").keys()],
    ["es/learners/teo/", "learners/teo/lamp.webp", "es/badge.svg"],
  )
})

test("the first page is at the top of a saved file, and links lead there and back", () => {
  assert.equal(pathOf("learners/teo/", "learners/teo/"), "index.html")
  assert.equal(pathOf("learners/teo/work/", "learners/teo/"), "pages/learners/teo/work/index.html")
  assert.equal(pathOf("learners/teo/a.webp", "learners/teo/"), "pages/learners/teo/a.webp")
  assert.equal(
    relativePath("index.html", "pages/learners/teo/work/index.html"),
    "../../../../index.html",
  )
  assert.equal(relativePath("pages/a lamp.webp", "index.html"), "pages/a%20lamp.webp")
})

test("the checksum is that of every zip program", () => {
  assert.equal(crc32(new TextEncoder().encode("123456789")), 0xcbf43926)
  assert.equal(crc32(new Uint8Array()), 0)
})

test("a zip file lists each file with its place, size, time and name", async () => {
  const content = new TextEncoder().encode("<h1>Teo</h1>")
  const bytes = await bytesOf(
    zip(
      [
        ["تيو.html", content],
        ["look/0.css", new Uint8Array()],
      ],
      new Date(2027, 2, 12, 10, 30, 8),
    ),
  )
  const view = new DataView(bytes.buffer)
  const end = bytes.length - 22
  assert.equal(view.getUint32(end, true), 0x06054b50)
  assert.equal(view.getUint16(end + 10, true), 2)
  const list = view.getUint32(end + 16, true)
  assert.equal(view.getUint32(list, true), 0x02014b50)
  assert.equal(view.getUint16(list + 12, true), (10 << 11) | (30 << 5) | 4)
  assert.equal(view.getUint16(list + 14, true), ((2027 - 1980) << 9) | (3 << 5) | 12)
  assert.equal(view.getUint32(list + 16, true), crc32(content))
  assert.equal(view.getUint32(list + 24, true), content.length)
  const start = view.getUint32(list + 42, true)
  assert.equal(view.getUint32(start, true), 0x04034b50)
  const nameLength = view.getUint16(start + 26, true)
  const name = bytes.subarray(start + 30, start + 30 + nameLength)
  assert.equal(new TextDecoder().decode(name), "تيو.html")
  const stored = bytes.subarray(start + 30 + nameLength, start + 30 + nameLength + content.length)
  assert.deepEqual(stored, content)
})
