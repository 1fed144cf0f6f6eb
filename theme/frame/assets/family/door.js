// The page for everybody that opens a family's pages: its elements, and what it says.
import { all, need } from "../dom.js"
import { fill } from "../sentences.js"
import { Refusal } from "./refusal.js"

const door = need(document, "[data-wf-door]", HTMLElement)

/**
 * Return an element of the door by its name in the template.
 * @template {Element} E
 * @param {string} name
 * @param {new () => E} kind
 */
export const part = (name, kind) => need(door, `[data-wf-${name}]`, kind)

/**
 * Return all elements of the door with a name.
 * @param {string} name
 */
export const buttons = name => all(door, `[data-wf-${name}]`, HTMLButtonElement)

/** What stands on the door as attributes: the salt, the iterations, the days. */
export const settings = door.dataset

export const form = need(door, "form", HTMLFormElement)
export const input = need(form, "input", HTMLInputElement)
export const submitButton = need(form, "button", HTMLButtonElement)
export const status = part("status", HTMLElement)
export const opened = part("opened", HTMLElement)
export const page = part("page", HTMLElement)
export const hits = part("hits", HTMLElement)
/** What the school says on this page to everybody. */
export const preface = need(door.parentElement ?? document, "[data-pagefind-body]", HTMLElement)

const sentences = Object.fromEntries(
  all(door, "[data-say]", HTMLElement).map(element => [
    element.dataset.say,
    element.textContent ?? "",
  ]),
)

/**
 * Return a sentence of the template in the reader's language.
 * @param {string} name
 * @param {Readonly<Record<string, unknown>>} [values]
 */
export const sentence = (name, values = {}) => fill(sentences[name] ?? "", values)

/**
 * Say a sentence where screen readers listen.
 * @param {string} name
 * @param {Readonly<Record<string, unknown>>} [values]
 */
export function say(name, values) {
  status.textContent = sentence(name, values)
}

/**
 * Return an action that says why it was refused. Our own mistakes go on to the console.
 * @template {unknown[]} A
 * @param {(...given: A) => Promise<void>} action
 */
export const guard =
  action =>
  /** @param {A} given */
  async (...given) => {
    try {
      await action(...given)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      say(error.reason)
    }
  }
