// How the staff's tables sort, filter and move.
import assert from "node:assert/strict"
import { test } from "node:test"
import { gridKey, sortByKey } from "../../theme/frame/assets/staff/order.js"
import {
  hasMark,
  hasText,
  hasWord,
  isAtLeast,
  isColumnShown,
  stateOf,
} from "../../theme/frame/assets/staff/rules.js"
import { MOVES, nextShown } from "../../theme/frame/assets/staff/steps.js"

const sorted = (/** @type {string[]} */ keys, /** @type {1 | -1} */ direction) =>
  sortByKey(
    keys.map(key => [key, key]),
    direction,
  ).map(([key]) => key)

test("numbers are sorted as numbers, words as words, and what is empty is last both ways", () => {
  assert.deepEqual(sorted(["10", "", "9", "8.5"], 1), ["8.5", "9", "10", ""])
  assert.deepEqual(sorted(["10", "", "9", "8.5"], -1), ["10", "9", "8.5", ""])
  assert.deepEqual(sorted(["Teo", "Ana", "", "Émile"], 1), ["Ana", "Émile", "Teo", ""])
  assert.deepEqual(sorted(["2027-03-02", "2026-11-30"], -1), ["2027-03-02", "2026-11-30"])
})

test("rows alike keep their order", () => {
  const rows = sortByKey(
    [
      ["9", "first"],
      ["8", "x"],
      ["9", "second"],
    ],
    -1,
  )
  assert.deepEqual(
    rows.map(([, row]) => row),
    ["first", "second", "x"],
  )
})

test("a grid's cell is sorted by its level, its progress or its day", () => {
  const cell = "8.5 reached\n75 %\n2027-03-02"
  assert.equal(gridKey(cell, 0), "8.5")
  assert.equal(gridKey(cell, 1), "75")
  assert.equal(gridKey(cell, 2), "2027-03-02")
  assert.equal(gridKey("not seen", 0), "")
  assert.equal(gridKey("not seen", 2), "")
})

test("a row fits what is typed, chosen and asked for at least", () => {
  assert.ok(hasText("teo brandt", " Teo"))
  assert.ok(!hasText("ana", "teo"))
  assert.ok(hasWord("Crew 1 · Crew 2", "Crew 2"))
  assert.ok(!hasWord("Crew 12", "Crew 1"))
  assert.ok(hasWord("", ""))
  assert.ok(hasMark("a|b", "b"))
  assert.ok(!hasMark("ab", "b"))
})

test("who has no number is not hidden by a smallest number", () => {
  assert.ok(isAtLeast("3", "3"))
  assert.ok(!isAtLeast("2.5", "3"))
  assert.ok(isAtLeast("", "3"))
  assert.ok(isAtLeast(undefined, "3"))
  assert.ok(isAtLeast("0", ""))
})

test("a cell's state is what stands beside its level", () => {
  assert.equal(stateOf("8.5 reached\n75 %"), "reached")
  assert.equal(stateOf("not seen"), "not seen")
})

test("columns of no area stay while an area is chosen", () => {
  assert.ok(isColumnShown(undefined, "mth"))
  assert.ok(isColumnShown("mth", "mth"))
  assert.ok(!isColumnShown("ela", "mth"))
  assert.ok(isColumnShown("ela", ""))
})

test("a step passes over what is hidden, and ends at the border", () => {
  const isHidden = (/** @type {string} */ cell) => cell === "-"
  const cells = ["a", "-", "-", "b", "c"]
  assert.equal(nextShown(cells, 0, 1, isHidden), "b")
  assert.equal(nextShown(cells, 3, -1, isHidden), "a")
  assert.equal(nextShown(cells, 4, 1, isHidden), undefined)
  assert.equal(nextShown(cells, 0, -1, isHidden), undefined)
  assert.equal(nextShown(cells, 3, 0, isHidden), "b")
})

test("each arrow key moves one way", () => {
  assert.deepEqual(MOVES.ArrowDown, [1, 0])
  assert.deepEqual(MOVES.ArrowLeft, [0, -1])
  assert.equal(MOVES.Home, undefined)
})
