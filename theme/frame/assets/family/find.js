// The search field beside an open page.
import { make, need } from "../dom.js"
import { guard, hits, part, say } from "./door.js"
import { readSealed } from "./network.js"
import { excerpt, foldRows, searchRows, wordsOf } from "./search.js"
import { currentVault, session } from "./session.js"

/** @import { Go } from "./bar.js" */
/** @import { Row } from "./search.js" */
/** @import { Vault } from "./vaults.js" */

const SHOWN = 20
const form = part("find", HTMLFormElement)
const input = need(form, "input", HTMLInputElement)
/** @type {WeakMap<Vault, Record<string, Row[]>>} */
const known = new WeakMap()

/** Return the index of the open vault in the reader's language. */
async function loadRows() {
  const vault = currentVault()
  const { language } = session
  const byLanguage = known.get(vault) ?? {}
  known.set(vault, byLanguage)
  const entry = vault.files[vault.search[language] ?? ""]
  if (!entry) throw new Error(`no index in ${language}`)
  byLanguage[language] ??= foldRows(
    JSON.parse(await (await readSealed(vault.key, entry[0])).text()),
  )
  return byLanguage[language]
}

/**
 * Let the field find pages, which `go` then opens.
 * @param {Go} go
 */
export function listenToSearch(go) {
  /**
   * @param {Row} row
   * @param {string} word
   */
  const draw = (row, word) => {
    const link = make("a", { href: "#", dir: "auto" }, row.title)
    link.addEventListener("click", event => {
      event.preventDefault()
      go(session.here, row.address)
    })
    return make("li", {}, link, make("p", { dir: "auto" }, excerpt(row.text, word)))
  }
  const search = guard(
    /** @param {SubmitEvent} event */
    async event => {
      event.preventDefault()
      const words = wordsOf(input.value)
      const rows = words.length ? searchRows(await loadRows(), words) : []
      say(rows.length ? "hits" : "nothing", { n: rows.length })
      hits.replaceChildren(...rows.slice(0, SHOWN).map(row => draw(row, words[0] ?? "")))
    },
  )
  form.addEventListener("submit", search)
}
