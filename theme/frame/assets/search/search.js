// Searches the site's bundles with Pagefind, and shows what it finds.
import { make } from "../dom.js"
import { mergePages, SHOWN, splitExcerpt, statusOf } from "./pages.js"
import { joinSigns, readQuery } from "./words.js"

/** @import { ResultPage } from "./pages.js" */
/** @typedef {{ results: { id: string, data: () => Promise<ResultPage> }[] }} Answer  Pagefind's. */
/**
 * @typedef {object} Instance Pagefind's, for some bundles
 * @property {(address: string, options: object) => Promise<void>} mergeIndex
 * @property {(text: string) => Promise<Answer>} search
 * @property {(text: string, options: object, wait: number) => Promise<Answer | null>}
 *   debouncedSearch
 */
/** @typedef {{ createInstance: (options: object) => Instance }} Pagefind */
/**
 * @typedef {object} Box where a search shows what it finds
 * @property {HTMLElement} status
 * @property {HTMLElement} list
 * @property {DOMStringMap} words
 * @property {() => boolean} isNewest whether nothing else has been typed since
 */
/** @typedef {(text: string, box: Box) => Promise<void>} Search */

/** Words of an excerpt; in Chinese each sign is one. */
const EXCERPT = /^(zh|ja)\b/.test(document.documentElement.lang) ? 40 : 20
const WAIT = 120
/** A large site has many bundles. A few are searched at once, and always answer soon; all of them
 * answer when they have come. */
const FIRST = 2

/**
 * Return a search function for the site at `root`.
 * @param {URL} root
 * @param {Pagefind} pagefind
 * @returns {Promise<Search>}
 */
export async function startSearch(root, pagefind) {
  /** @type {string[]} */
  const bundles = await (await fetch(new URL("pagefind/bundles.json", root))).json()
  /** @param {string[]} names */
  const open = async names => {
    const baseUrl = root.pathname
    const instance = pagefind.createInstance({ baseUrl, excerptLength: EXCERPT })
    const merge = (/** @type {string} */ name) =>
      instance.mergeIndex(new URL(`pagefind/${name}/`, root).pathname, { baseUrl })
    await Promise.all(names.map(merge))
    return instance
  }
  const few = await open(bundles.slice(0, FIRST))
  let every = bundles.length > FIRST ? undefined : few
  /** @type {Promise<Instance> | undefined} */
  let opening
  const openEvery = async () => {
    opening ??= open(bundles)
    every = await opening
    return every
  }
  return async (text, box) => {
    const isAll = every !== undefined
    const query = readQuery(text)
    const engine = every ?? few
    const answer = await engine.debouncedSearch(query.words, {}, WAIT)
    const kept = answer && (await keepRows(answer, query.rows, engine))
    const shown = await show(kept, text, box, { before: [], isAll })
    if (!shown || !text || isAll) return
    const whole = await openEvery()
    if (!box.isNewest()) return
    const full = await keepRows(await whole.search(query.words), query.rows, whole)
    await show(full, text, box, { before: shown, isAll: true })
  }
}

/**
 * Return an answer without the pages on which signs are far from each other that somebody typed in
 * a row. The excerpts are those of the first row.
 * @param {Answer} answer
 * @param {readonly string[]} rows
 * @param {Instance} engine
 */
async function keepRows(answer, rows, engine) {
  const answers = await Promise.all(rows.map(row => engine.search(`"${row}"`)))
  const maps = answers.map(({ results }) => new Map(results.map(entry => [entry.id, entry])))
  const kept = answer.results.filter(({ id }) => maps.every(pages => pages.has(id)))
  return { results: kept.map(entry => maps[0]?.get(entry.id) ?? entry) }
}

/**
 * Show an answer and return its pages, or return null if somebody has typed something else since.
 * Pages that somebody may be reading stay where they are; later ones are added below them.
 * @param {Answer | null} answer
 * @param {string} text
 * @param {Box} box
 * @param {{ before: readonly ResultPage[], isAll: boolean }} state
 */
async function show(answer, text, { status, list, words, isNewest }, { before, isAll }) {
  if (!answer || !isNewest()) return null
  const pages = await Promise.all(answer.results.slice(0, SHOWN).map(entry => entry.data()))
  if (!isNewest()) return null
  const shown = mergePages(before, pages)
  status.textContent = text ? statusOf(answer.results.length, isAll, words) : ""
  if (isAll && before.length) list.append(...shown.slice(before.length).map(draw))
  else list.replaceChildren(...shown.map(draw))
  return shown
}

/** @param {ResultPage} page */
function draw({ url, meta, excerpt }) {
  const parts = splitExcerpt(joinSigns(excerpt)).map(({ html, isMarked }) =>
    isMarked ? make("mark", {}, textOf(html)) : textOf(html),
  )
  const link = make("a", { href: url, dir: "auto" }, joinSigns(meta.title))
  return make("li", {}, link, make("p", { dir: "auto" }, ...parts))
}

/**
 * Return HTML as text. The bar keeps the space that a document may not begin with.
 * @param {string} html
 */
const textOf = html =>
  new DOMParser().parseFromString(`|${html}`, "text/html").body.textContent.slice(1)
