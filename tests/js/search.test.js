// What the site's search shows, and in which order.
import assert from "node:assert/strict"
import { test } from "node:test"
import { mergePages, SHOWN, splitExcerpt, statusOf } from "../../theme/frame/assets/search/pages.js"
import { joinSigns, readQuery } from "../../theme/frame/assets/search/words.js"
import { countTurns } from "../../theme/frame/assets/turns.js"

const WORDS = { loading: "Searching", none: "Nothing", total: "Pages: {n}", more: "More: {n}" }
const page = (/** @type {string} */ url) => ({ url, excerpt: "", meta: { title: url } })
const pages = (/** @type {string[]} */ ...urls) => urls.map(page)

test("what is shown stays in its place, and what comes later comes after it, once", () => {
  const merged = mergePages(pages("a", "b"), pages("c", "b", "d"))
  assert.deepEqual(
    merged.map(({ url }) => url),
    ["a", "b", "c", "d"],
  )
})

test("no more pages are shown than anybody reads", () => {
  const many = pages(..."abcdefghijklmnop")
  assert.equal(mergePages([], many).length, SHOWN)
  assert.equal(mergePages(many.slice(0, 9), pages("x", "y")).at(-1)?.url, "x")
})

test("how many there are is said when all bundles have answered", () => {
  assert.equal(statusOf(3, false, WORDS), "Searching")
  assert.equal(statusOf(0, true, WORDS), "Nothing")
  assert.equal(statusOf(3, true, WORDS), "Pages: 3")
  assert.equal(statusOf(SHOWN, true, WORDS), "Pages: 10")
  assert.equal(statusOf(SHOWN + 1, true, WORDS), "More: 11")
})

test("only what stands between the marks is marked, also at the beginning", () => {
  assert.deepEqual(splitExcerpt("<mark>A</mark> lamp &lt;b&gt;"), [
    { html: "", isMarked: false },
    { html: "A", isMarked: true },
    { html: " lamp &lt;b&gt;", isMarked: false },
  ])
})

test("an answer that comes late is not shown over a newer one", () => {
  const begin = countTurns()
  const first = begin()
  assert.ok(first())
  const second = begin()
  assert.ok(!first())
  assert.ok(second())
})

test("Chinese signs are words of their own, and several of them a row", () => {
  const read = (/** @type {string} */ typed) => {
    const { words, rows } = readQuery(typed)
    return [words.split(/\s+/).filter(Boolean).join(" "), ...rows]
  }
  assert.deepEqual(read("wind speed"), ["wind speed"])
  assert.deepEqual(read("风"), ["风"])
  assert.deepEqual(read("风速，图表"), ["风 速 ， 图 表", "风 速", "图 表"])
  assert.deepEqual(read("用Python画图"), ["用 Python 画 图", "画 图"])
  assert.deepEqual(read("深さ"), ["深 さ"])
})

test("letters are searched without their strokes and without what makes them longer", () => {
  assert.equal(readQuery("Đồng").words.normalize("NFD").replace(/\p{M}/gu, ""), "Dong")
  assert.equal(readQuery("łódka").words.normalize("NFD").replace(/\p{M}/gu, ""), "lodka")
  assert.equal(readQuery("الجمــيل").words, "الجميل")
})

test("an excerpt is shown as it was written, and its marks are joined", () => {
  assert.equal(
    joinSigns("我 们 <mark>风</mark> <mark>速</mark> ， 用 Python"),
    "我们<mark>风速</mark>，用 Python",
  )
  assert.equal(
    joinSigns("d\u0335ộ <mark>gió</mark> <mark>to</mark>"),
    "độ <mark>gió</mark> <mark>to</mark>",
  )
})
