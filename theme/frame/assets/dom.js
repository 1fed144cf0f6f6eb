// For all scripts: look up elements of the page, each of the expected kind, and create new ones.

/**
 * Return an element that the template promises. Throws if it is missing, which is a bug.
 * @template {Element} E
 * @param {ParentNode} parent
 * @param {string} selector
 * @param {new () => E} kind
 * @returns {E}
 */
export function need(parent, selector, kind) {
  const element = parent.querySelector(selector)
  if (element instanceof kind) return element
  throw new Error(`no ${kind.name} at ${selector}`)
}

/**
 * Return the element with an id that the template promises.
 * @template {Element} E
 * @param {string} id
 * @param {new () => E} kind
 * @returns {E}
 */
export function needId(id, kind) {
  const element = document.getElementById(id)
  if (element instanceof kind) return element
  throw new Error(`no ${kind.name} #${id}`)
}

/**
 * Return all elements of a kind, in the order of the page.
 * @template {Element} E
 * @param {ParentNode} parent
 * @param {string} selector
 * @param {new () => E} kind
 * @returns {E[]}
 */
export function all(parent, selector, kind) {
  const isKind = (/** @type {Element} */ element) => element instanceof kind
  return /** @type {E[]} */ ([...parent.querySelectorAll(selector)].filter(isKind))
}

/**
 * Return the element of a kind that an event came from, or that surrounds it.
 * @template {Element} E
 * @param {Event} event
 * @param {string} selector
 * @param {new () => E} kind
 * @returns {E | null}
 */
export function closest(event, selector, kind) {
  const element = event.target instanceof Element ? event.target.closest(selector) : null
  return element instanceof kind ? element : null
}

/**
 * Return a new element.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Partial<HTMLElementTagNameMap[T]>} [properties]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties)
  element.append(...children)
  return element
}
