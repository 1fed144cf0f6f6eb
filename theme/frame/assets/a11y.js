// The theme's menu button is a label: no key reaches it. This makes it a button, and Escape closes the drawer.
// The theme opens everything before it prints, so what its reader had opened is marked first.
// Boxes of task lists get the text of their item as a name.
(() => {
  addEventListener("beforeprint", () => {
    for (const one of document.querySelectorAll("details")) one.toggleAttribute("data-wf-open", one.open)
  })
  for (const box of document.querySelectorAll(".task-list-item input[type=checkbox]"))
    box.setAttribute("aria-label", box.closest("li").textContent.trim())
  const label = document.querySelector("label.md-header__button[for=__drawer]")
  const toggle = document.getElementById("__drawer")
  if (!label || !toggle) return
  const button = document.createElement("button")
  button.type = "button"
  button.className = `${label.className} wf-menu`
  button.append(...label.childNodes)
  button.setAttribute("aria-label", document.querySelector(".wf-search")?.dataset.menu ?? "Menu")
  const tell = () => button.setAttribute("aria-expanded", toggle.checked)
  const set = open => {
    toggle.checked = open
    toggle.dispatchEvent(new Event("change"))
  }
  toggle.addEventListener("change", tell)
  button.addEventListener("click", () => {
    set(!toggle.checked)
    if (toggle.checked) document.querySelector(".md-sidebar--primary .md-nav__list a")?.focus()
  })
  document.addEventListener("keydown", event => {
    if (event.key !== "Escape" || !toggle.checked) return
    set(false)
    button.focus()
  })
  tell()
  label.replaceWith(button)
})()
