// Sentences with values in them, in the reader's language.
import assert from "node:assert/strict"
import { test } from "node:test"
import { directionOf, fill, formatDay } from "../../theme/frame/assets/sentences.js"

test("values stand in the place of their names, as they are", () => {
  assert.equal(fill("{n} of {all} files", { n: 3, all: 12 }), "3 of 12 files")
  assert.equal(fill("Open: {name}", { name: "$& {n}" }), "Open: $& {n}")
  assert.equal(fill("Opening …", {}), "Opening …")
})

test("a language is written in its own direction", () => {
  assert.equal(directionOf("ar"), "rtl")
  assert.equal(directionOf("fa-AF"), "rtl")
  assert.equal(directionOf("en"), "ltr")
  assert.equal(directionOf("arn"), "ltr")
})

test("a day is said in the reader's language, and is the day of the reader's clock", () => {
  assert.equal(formatDay("2027-03-12T12:00", "en"), "March 12, 2027")
  assert.equal(formatDay("2027-03-12T12:00", "es"), "12 de marzo de 2027")
})
