// Search: a dialog behind the header's button, and the search page. search/ and Pagefind do the
// searching; none of it is fetched before the first use. A classic script, because browsers do not
// load modules from a folder, and the dialog lists the site's pages there.
;(() => {
  const script = document.currentScript
  const link = document.querySelector("a.wf-search")
  if (!(script instanceof HTMLScriptElement) || !(link instanceof HTMLAnchorElement)) return
  const root = new URL("../", script.src)
  const name = link.getAttribute("aria-label") ?? ""
  const menu = ".md-nav--primary > .md-nav__list > .md-nav__item > a.md-nav__link"

  /** @typedef {import("./search/search.js").Search} Search */
  /** @type {Promise<Search> | undefined} */
  let engine
  const load = () => {
    engine ??= Promise.all([
      import(new URL("assets/search/search.js", root).href),
      import(new URL("pagefind/pagefind.js", root).href),
    ]).then(([{ startSearch }, pagefind]) => startSearch(root, pagefind))
    return engine
  }

  /**
   * Return a new element.
   * @template {keyof HTMLElementTagNameMap} T
   * @param {T} tag
   * @param {Partial<HTMLElementTagNameMap[T]>} [properties]
   * @param {...(Node | string)} children
   * @returns {HTMLElementTagNameMap[T]}
   */
  function make(tag, properties = {}, ...children) {
    const element = Object.assign(document.createElement(tag), properties)
    element.append(...children)
    return element
  }

  /** Return the pages of the main menu, for readers whom no search can help. */
  const listPages = () =>
    [...document.querySelectorAll(menu)]
      .filter(page => page instanceof HTMLAnchorElement)
      .map(page => make("li", {}, make("a", { href: page.href }, page.textContent.trim())))

  /**
   * Put a search field, and what it finds, at the end of a place.
   * @param {HTMLElement} place
   * @param {DOMStringMap} words
   */
  function mount(place, words) {
    const input = make("input", { type: "search", autocomplete: "off" })
    const bar = make("form", { className: "wf-ask" }, input)
    const status = make("p")
    const list = make("ol", { className: "wf-hits" })
    input.setAttribute("aria-label", name)
    bar.setAttribute("role", "search")
    status.setAttribute("role", "status")
    bar.addEventListener("submit", event => event.preventDefault())
    let turn = 0
    async function search() {
      const mine = ++turn
      const isNewest = () => mine === turn
      if (input.value) status.textContent = words.loading ?? ""
      try {
        const find = await load()
        await find(input.value, { status, list, words, isNewest })
      } catch {
        if (!isNewest()) return
        status.textContent = words.unavailable ?? ""
        list.replaceChildren(...listPages())
      }
    }
    input.addEventListener("input", search)
    // What is needed is fetched while somebody begins to type.
    input.addEventListener("focus", () => load().catch(() => {}), { once: true })
    place.append(bar, status, list)
    return { input, bar, search }
  }

  /** @type {{ dialog: HTMLDialogElement, input: HTMLInputElement } | undefined} */
  let box
  /** @param {DOMStringMap} words */
  function newBox(words) {
    const dialog = make("dialog", { className: "wf-dialog md-typeset" })
    dialog.setAttribute("aria-label", name)
    const { input, bar } = mount(dialog, words)
    const close = make("button", { type: "button" }, words.close ?? "")
    close.addEventListener("click", () => dialog.close())
    bar.append(close)
    document.body.append(dialog)
    return { dialog, input }
  }
  function open() {
    box ??= newBox(/** @type {HTMLAnchorElement} */ (link).dataset)
    box.dialog.showModal()
    box.input.focus()
  }

  const page = document.querySelector("[data-wf-search]")
  if (page instanceof HTMLElement) {
    for (const child of [...page.children]) if (child.tagName !== "H1") child.remove()
    const { input, search } = mount(page, link.dataset)
    input.value = new URLSearchParams(location.search).get("q") ?? ""
    if (input.value) search()
  }
  const button = make("button", { type: "button", className: link.className })
  button.append(...link.cloneNode(true).childNodes)
  button.setAttribute("aria-label", name)
  button.setAttribute("aria-haspopup", "dialog")
  button.addEventListener("click", open)
  link.replaceWith(button)
  document.addEventListener("keydown", event => {
    const typing =
      event.target instanceof Element &&
      event.target.closest("input, textarea, select, [contenteditable]")
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey
    if (event.key === "/" && isPlain && !typing && !box?.dialog.open) {
      event.preventDefault()
      open()
    }
  })
})()
