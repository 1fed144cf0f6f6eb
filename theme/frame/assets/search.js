// Search: Pagefind, in a dialog behind the header's button and on the search page. Nothing of it is fetched before the first use.
(() => {
  const root = new URL("../", document.currentScript.src)
  const link = document.querySelector("a.wf-search")
  const page = document.querySelector("[data-wf-search]")
  const SHOWN = 10
  if (!link) return
  const name = link.getAttribute("aria-label")
  // A large site is searched in many bundles. Few are asked at once, and always answer soon; all of them answer when they have come.
  const FIRST = 2
  let engine
  const load = () => engine ??= import(new URL("pagefind/pagefind.js", root)).then(async pagefind => {
    const bundles = await (await fetch(new URL("pagefind/bundles.json", root))).json()
    const few = await searcher(pagefind, bundles.slice(0, FIRST))
    let coming
    const all = () => coming ??= searcher(pagefind, bundles).then(one => found.every = one)
    const found = { few, every: bundles.length > FIRST ? undefined : few, all }
    return found
  })
  const searcher = async (pagefind, bundles) => {
    const one = pagefind.createInstance({ baseUrl: root.pathname, excerptLength: 20 })
    await Promise.all(bundles.map(name => one.mergeIndex(new URL(`pagefind/${name}/`, root).pathname, { baseUrl: root.pathname })))
    return one
  }
  const make = (tag, properties = {}, ...children) => {
    const node = Object.assign(document.createElement(tag), properties)
    node.append(...children)
    return node
  }
  // The bar keeps the space that a document may not begin with.
  const text = html => new DOMParser().parseFromString("|" + html, "text/html").body.textContent.slice(1)

  function row(result) {
    const excerpt = make("p", { dir: "auto" })
    // Every second part stood between <mark> and </mark>; what is inside is text, never HTML.
    result.excerpt.split(/<\/?mark>/).forEach((part, i) => excerpt.append(i % 2 ? make("mark", {}, text(part)) : text(part)))
    return make("li", {}, make("a", { href: result.url, dir: "auto" }, result.meta.title), excerpt)
  }

  function mount(place, failed) {
    const input = make("input", { type: "search", autocomplete: "off" })
    const bar = make("form", { className: "wf-ask" }, input)
    const status = make("p"), list = make("ol", { className: "wf-found" })
    input.setAttribute("aria-label", name)
    bar.setAttribute("role", "search")
    status.setAttribute("role", "status")
    bar.addEventListener("submit", event => event.preventDefault())
    let turn = 0
    async function search() {
      const mine = ++turn
      if (input.value) status.textContent = link.dataset.loading
      try {
        const { few, every, all } = await load()
        const shown = await show(mine, await (every ?? few).debouncedSearch(input.value, {}, 120), [], Boolean(every))
        if (!shown || !input.value || every) return
        const whole = await all()
        if (mine === turn) await show(mine, await whole.search(input.value), shown, true)
      } catch {
        if (mine !== turn) return
        status.textContent = link.dataset.unavailable
        list.replaceChildren(...failed())
      }
    }
    // What somebody may be reading stays where it is, and what is found later comes below it.
    async function show(mine, found, before, isAll) {
      if (!found || mine !== turn) return
      const rows = await Promise.all(found.results.slice(0, SHOWN).map(result => result.data()))
      if (mine !== turn) return
      const n = found.results.length, known = new Set(before.map(one => one.url))
      const shown = [...before, ...rows.filter(one => !known.has(one.url))].slice(0, SHOWN)
      const { none, found: some, more } = link.dataset
      const sentence = n === 0 ? none : n > SHOWN ? more : some
      if (!input.value) status.textContent = ""
      else status.textContent = isAll ? sentence.replace("{n}", n) : link.dataset.loading
      if (isAll && before.length) list.append(...shown.slice(before.length).map(row))
      else list.replaceChildren(...shown.map(row))
      return shown
    }
    input.addEventListener("input", search)
    // What is needed is fetched while somebody begins to type.
    input.addEventListener("focus", () => load().catch(() => {}), { once: true })
    place.append(bar, status, list)
    return { input, bar, search }
  }

  const everywhere = () => [...document.querySelectorAll(".md-nav--primary > .md-nav__list > .md-nav__item > a.md-nav__link")]
    .map(a => make("li", {}, make("a", { href: a.href }, a.textContent.trim())))

  let dialog, first
  function open() {
    if (!dialog) {
      dialog = make("dialog", { className: "wf-dialog md-typeset" })
      dialog.setAttribute("aria-label", name)
      const { input, bar } = mount(dialog, everywhere)
      const close = make("button", { type: "button" }, link.dataset.close)
      close.addEventListener("click", () => dialog.close())
      bar.append(close)
      document.body.append(dialog)
      first = input
    }
    dialog.showModal()
    first.focus()
  }

  if (page) {
    const rest = [...page.children].filter(child => child.tagName !== "H1")
    rest.forEach(child => child.remove())
    const { input, search } = mount(page, everywhere)
    input.value = new URLSearchParams(location.search).get("q") ?? ""
    if (input.value) search()
  }
  const button = make("button", { type: "button", className: link.className }, ...link.cloneNode(true).childNodes)
  button.setAttribute("aria-label", name)
  button.setAttribute("aria-haspopup", "dialog")
  button.addEventListener("click", open)
  link.replaceWith(button)
  document.addEventListener("keydown", event => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]")
    if (event.key === "/" && !typing && !dialog?.open && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault()
      open()
    }
  })
})()
