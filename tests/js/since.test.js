// "Since your last visit": what a device remembers, and what it takes for new.
import assert from "node:assert/strict"
import { test } from "node:test"
import {
  addVisit,
  hasher,
  isoDay,
  numberAlike,
  sentenceFor,
  unseen,
} from "../../theme/frame/assets/since/visits.js"
import "./vectors.js"

const SENTENCES = { offer: "offer", first: "first", some: "some", none: "none" }
const may = { day: "2027-05-02", seen: ["a", "b"] }
const june = { day: "2027-06-02", seen: ["a", "b", "c"] }

test("a day is that of the reader's own calendar", () => {
  assert.equal(isoDay(new Date(2027, 0, 5, 23, 59)), "2027-01-05")
  assert.equal(isoDay(new Date(2027, 11, 31, 0, 0)), "2027-12-31")
})

test("all that is opened on one day is one visit", () => {
  const later = addVisit({ now: may }, june)
  assert.deepEqual(later, { before: may, now: june })
  const again = { day: "2027-06-02", seen: ["a", "b", "c", "d"] }
  assert.deepEqual(addVisit(later, again), { before: may, now: again })
  const sameDay = { day: "2027-05-02", seen: ["a"] }
  assert.deepEqual(addVisit({ now: may }, sameDay), { before: undefined, now: sameDay })
})

test("new is what the visit before did not show", () => {
  assert.deepEqual(unseen({ before: may, now: june }, june.seen), ["c"])
  assert.deepEqual(unseen({ before: june, now: may }, may.seen), [])
})

test("on a first visit nothing is new, and without being asked nothing is remembered", () => {
  assert.deepEqual(unseen({ now: may }, may.seen), [])
  assert.deepEqual(unseen(null, may.seen), [])
  assert.equal(sentenceFor(null, false, SENTENCES), "offer")
  assert.equal(sentenceFor({ now: may }, false, SENTENCES), "first")
  assert.equal(sentenceFor({ before: may, now: june }, true, SENTENCES), "some")
  assert.equal(sentenceFor({ before: may, now: june }, false, SENTENCES), "none")
})

test("two ratings alike on one day are two changes", () => {
  assert.deepEqual(numberAlike(["ela 9", "note", "ela 9"]), ["ela 9 1", "note 1", "ela 9 2"])
})

test("hashes are short, the same each time, and another reader's are others", async () => {
  const hash = hasher("teo's page")
  assert.match(await hash("work"), /^[0-9a-f]{16}$/)
  assert.equal(await hash("work"), await hasher("teo's page")("work"))
  assert.notEqual(await hash("work"), await hash("wort"))
  assert.notEqual(await hash("work"), await hasher("ana's page")("work"))
})
