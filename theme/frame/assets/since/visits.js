// What this device remembers of visits: days, and short hashes that reveal nothing of a page.

/** @typedef {{ day: string, seen: string[] }} Visit */
/** @typedef {{ before?: Visit, now: Visit }} Visits */
/** @typedef {{ offer: string, first: string, some: string, none: string }} Sentences */

/**
 * Return a day of the reader's own calendar as 2027-03-12.
 * @param {Date} moment
 */
export const isoDay = moment =>
  [moment.getFullYear(), moment.getMonth() + 1, moment.getDate()]
    .map(number => String(number).padStart(2, "0"))
    .join("-")

/**
 * Return the visits with today's among them: all that is opened on one day is one visit.
 * @param {Visits} visits
 * @param {Visit} visit
 * @returns {Visits}
 */
export const addVisit = (visits, visit) => ({
  before: visits.now.day < visit.day ? visits.now : visits.before,
  now: visit,
})

/**
 * Return the hashes that the visit before did not see. Without one before, nothing is new.
 * @param {Visits | null} visits
 * @param {readonly string[]} hashes
 */
export function unseen(visits, hashes) {
  if (!visits?.before) return []
  const seen = new Set(visits.before.seen)
  return hashes.filter(hash => !seen.has(hash))
}

/**
 * Return the box's sentence.
 * @param {Visits | null} visits
 * @param {boolean} hasNews
 * @param {Sentences} sentences
 */
export function sentenceFor(visits, hasNews, { offer, first, some, none }) {
  if (!visits) return offer
  if (!visits.before) return first
  return hasNews ? some : none
}

/**
 * Return the identities of changes, each with a number, so that two alike are two.
 * @param {readonly string[]} ids
 */
export function numberAlike(ids) {
  /** @type {Map<string, number>} */
  const counts = new Map()
  return ids.map(id => {
    const count = (counts.get(id) ?? 0) + 1
    counts.set(id, count)
    return `${id} ${count}`
  })
}

/**
 * Return a function that makes short hashes.
 * @param {string} secret what only a reader of this page can know, so that nobody else can try
 *   out what a hash stands for
 */
export function hasher(secret) {
  /** @param {string} text */
  return async text => {
    const bytes = new TextEncoder().encode(`${secret}\n${text}`)
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes), 0, 8)
    return [...digest].map(byte => byte.toString(16).padStart(2, "0")).join("")
  }
}
