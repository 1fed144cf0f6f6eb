// The bar around a sealed page: brothers and sisters, languages, the school's sentence.
import { make, need } from "../dom.js"
import { part } from "./door.js"
import { resolve } from "./links.js"
import { keptSince, readSealed } from "./network.js"
import { offerOffline } from "./offline/panel.js"
import { currentVault, session } from "./session.js"

/** @typedef {(number: number, address: string) => Promise<void>} Go */

const people = part("people", HTMLElement)
const languages = part("languages", HTMLElement)
const note = part("note", HTMLElement)

/** Where the reader chooses a language. */
export const languageSelect = need(languages, "select", HTMLSelectElement)

/**
 * Draw the bar for the vault whose page is shown.
 * @param {Go} go
 */
export function drawBar(go) {
  const vault = currentVault()
  drawPeople(go)
  drawLanguages(Object.keys(vault.languages))
  note.textContent = vault.note[session.language] ?? ""
  note.hidden = !note.textContent
  offerOffline(vault, session.language, {
    keptOn: keptSince(),
    resolve,
    read: name => readSealed(vault.key, name),
  })
}

/** @param {Go} go */
function drawPeople(go) {
  const rows = session.vaults.map((vault, number) => {
    const button = make("button", { type: "button", className: "md-button" })
    button.append(make("bdi", {}, vault.name))
    button.setAttribute("aria-pressed", String(number === session.here))
    button.addEventListener("click", () => go(number, vault.first))
    return make("li", {}, button)
  })
  people.replaceChildren(...rows)
  people.hidden = rows.length < 2
}

/** @param {string[]} names */
function drawLanguages(names) {
  const options = names.map(name => {
    const title = new Intl.DisplayNames([name], { type: "language" }).of(name) ?? name
    const selected = name === session.language
    return make("option", { value: name, selected, lang: name }, title)
  })
  languageSelect.replaceChildren(...options)
  languages.hidden = names.length < 2
}
