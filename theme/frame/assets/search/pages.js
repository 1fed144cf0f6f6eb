// How search results are listed and counted.

/** @typedef {{ url: string, excerpt: string, meta: { title: string } }} ResultPage  Pagefind's. */
/** @typedef {{ loading?: string, none?: string, total?: string, more?: string }} Words */

/** How many pages are shown. */
export const SHOWN = 10

/**
 * Return the pages to show: those shown before stay in their places, and others come after them.
 * @param {readonly ResultPage[]} before
 * @param {readonly ResultPage[]} pages
 */
export function mergePages(before, pages) {
  const known = new Set(before.map(page => page.url))
  return [...before, ...pages.filter(page => !known.has(page.url))].slice(0, SHOWN)
}

/**
 * Return how many pages there are, in words.
 * @param {number} count
 * @param {boolean} isAll whether every bundle has answered
 * @param {Words} words
 */
export function statusOf(count, isAll, { loading = "", none = "", total = "", more = "" }) {
  if (!isAll) return loading
  const sentence = count === 0 ? none : count > SHOWN ? more : total
  return sentence.replace("{n}", String(count))
}

/**
 * Return the parts of an excerpt. Every second part stood between <mark> and </mark>; what is
 * inside is text, never HTML.
 * @param {string} excerpt
 */
export const splitExcerpt = excerpt =>
  excerpt.split(/<\/?mark>/).map((html, number) => ({ html, isMarked: number % 2 === 1 }))
