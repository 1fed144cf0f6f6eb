// How the scripts find one another: at once on a slow network, and without any network.
import assert from "node:assert/strict"
import { existsSync, readFileSync } from "node:fs"
import { test } from "node:test"

const assets = new URL("../../theme/frame/assets/", import.meta.url)
const STATIC = /(?:\bfrom |^import )"(\.[^"]+)"/gm
const ANY = /(?:\bfrom |^import |\bimport\()"(\.[^"]+)"/gm

/**
 * Return the modules that a module names in its imports.
 * @param {string} name
 * @param {RegExp} kind
 */
function importsOf(name, kind) {
  const module = new URL(name, assets)
  return [...readFileSync(module, "utf8").matchAll(kind)].map(([, path]) =>
    new URL(path ?? "", module).href.slice(assets.href.length),
  )
}

/**
 * Return a module and all that it imports, directly or not.
 * @param {string} name
 * @param {RegExp} kind
 * @param {Set<string>} [names]
 */
function closureOf(name, kind, names = new Set()) {
  if (names.has(name)) return names
  names.add(name)
  for (const imported of importsOf(name, kind)) closureOf(imported, kind, names)
  return names
}

test("a device keeps every module that a family's pages import, and no other", () => {
  const needed = closureOf("family.js", ANY)
  const source = readFileSync(new URL("family/offline/needed.js", assets), "utf8")
  const list = /MODULES = \[([^\]]+)\]/.exec(source)?.[1] ?? ""
  const kept = [...list.matchAll(/"([^"]+)"/g)].map(([, name]) => name ?? "")

  assert.ok(needed.has("map.js"))
  assert.deepEqual([...kept].sort(), [...needed].sort())
  assert.ok(kept.every(name => existsSync(new URL(name, assets))))
})

for (const entry of ["family.js", "map.js", "since.js", "staff.js", "search/search.js"])
  test(`${entry} names all that it needs, so that no browser finds it step by step`, () => {
    const named = [entry, ...importsOf(entry, STATIC)]
    assert.deepEqual([...new Set(named)].sort(), [...closureOf(entry, STATIC)].sort())
  })
