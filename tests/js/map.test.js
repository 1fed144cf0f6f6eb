// Where an arrow key leads on a map.
import assert from "node:assert/strict"
import { test } from "node:test"
import { nearest, nextPoint } from "../../theme/frame/assets/map/moves.js"

// 0 - 1   2
//   \
// 3   4
const points = [
  { x: 0, y: 0 },
  { x: 100, y: 0 },
  { x: 200, y: 0 },
  { x: 0, y: 60 },
  { x: 100, y: 60 },
]
const onward = [[1, 4], [], [], [], []]
const walk = { points, onward, isRightToLeft: false }

test("the arrows of the map come before what is nearer", () => {
  assert.equal(nextPoint("ArrowRight", 0, { ...walk, onward: [[4, 1], [], [], [], []] }), 4)
  assert.equal(nextPoint("ArrowRight", 0, walk), 1)
  assert.equal(nextPoint("ArrowLeft", 4, walk), 0)
})

test("where no arrow leads on, a key crosses the gap to the nearest place", () => {
  assert.equal(nextPoint("ArrowRight", 1, walk), 2)
  assert.equal(nextPoint("ArrowLeft", 2, walk), 1)
  assert.equal(nextPoint("ArrowDown", 0, walk), 3)
  assert.equal(nextPoint("ArrowUp", 4, walk), 1)
})

test("at the border of a map a key leads nowhere", () => {
  assert.equal(nextPoint("ArrowRight", 2, walk), undefined)
  assert.equal(nextPoint("ArrowUp", 0, walk), undefined)
  assert.equal(nextPoint("a", 0, walk), undefined)
})

test("what stands beside a place is not ahead of it", () => {
  const beside = [
    { x: 0, y: 0 },
    { x: 15, y: 5 },
    { x: 300, y: 0 },
  ]
  assert.equal(nearest(beside, 0, 1, 0), 2)
})

test("a place to the side is farther away than one straight ahead", () => {
  const both = [
    { x: 0, y: 0 },
    { x: 50, y: 50 },
    { x: 120, y: 0 },
  ]
  assert.equal(nearest(both, 0, 1, 0), 2)
})

test("from right to left the keys change places", () => {
  const mirrored = points.map(({ x, y }) => ({ x: -x, y }))
  const arabic = { points: mirrored, onward, isRightToLeft: true }
  assert.equal(nextPoint("ArrowLeft", 0, arabic), 1)
  assert.equal(nextPoint("ArrowRight", 4, arabic), 0)
  assert.equal(nextPoint("ArrowLeft", 1, arabic), 2)
  assert.equal(nextPoint("ArrowRight", 2, arabic), 1)
})

test("Home and End lead to the first and the last place", () => {
  assert.equal(nextPoint("Home", 3, walk), 0)
  assert.equal(nextPoint("End", 0, walk), 4)
})
