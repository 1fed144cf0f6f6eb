// What the theme leaves out for readers without a mouse, and for paper. A classic script, because
// browsers do not load modules from a folder.
;(() => {
  /** The theme opens all details before it prints, so this marks those that the reader had open. */
  function markOpened() {
    for (const details of document.querySelectorAll("details"))
      details.toggleAttribute("data-wf-open", details.open)
  }

  /** Boxes of task lists get the text of their line as a name. */
  function nameBoxes() {
    for (const box of document.querySelectorAll(".task-list-item input[type=checkbox]"))
      box.setAttribute("aria-label", box.closest("li")?.textContent.trim() ?? "")
  }

  /**
   * The theme's menu button is a label: no key reaches it. This makes it a button, and Escape
   * closes the drawer.
   * @param {HTMLElement} label
   * @param {HTMLInputElement} toggle
   */
  function replaceMenuButton(label, toggle) {
    const button = document.createElement("button")
    button.type = "button"
    button.className = `${label.className} wf-menu`
    button.append(...label.childNodes)
    const search = document.querySelector(".wf-search")
    const name = search instanceof HTMLElement ? search.dataset.menu : undefined
    button.setAttribute("aria-label", name ?? "Menu")
    const showState = () => button.setAttribute("aria-expanded", String(toggle.checked))
    const setOpen = (/** @type {boolean} */ isOpen) => {
      toggle.checked = isOpen
      toggle.dispatchEvent(new Event("change"))
    }
    toggle.addEventListener("change", showState)
    button.addEventListener("click", () => {
      setOpen(!toggle.checked)
      const first = document.querySelector(".md-sidebar--primary .md-nav__list a")
      if (toggle.checked && first instanceof HTMLElement) first.focus()
    })
    document.addEventListener("keydown", event => {
      if (event.key !== "Escape" || !toggle.checked) return
      setOpen(false)
      button.focus()
    })
    showState()
    label.replaceWith(button)
  }

  addEventListener("beforeprint", markOpened)
  nameBoxes()
  const label = document.querySelector("label.md-header__button[for=__drawer]")
  const toggle = document.getElementById("__drawer")
  if (label instanceof HTMLElement && toggle instanceof HTMLInputElement)
    replaceMenuButton(label, toggle)
})()
