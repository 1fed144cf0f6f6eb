// Maps can be read without this. With it: the arrow keys follow the arrows, the edges of a place light up, and a
// place opens its card. Once for each map; nothing is fetched and nothing is kept.
const wake = map => {
  const id = map.dataset.wfMap
  const svg = map.querySelector("svg.wf-map__svg")
  const box = map.querySelector(".wf-map__box")
  const card = map.querySelector("dialog")
  const places = [...svg.querySelectorAll("a.n")]
  const number = place => +place.id.slice(id.length + 1)
  const byNumber = new Map(places.map(place => [number(place), place]))
  const onward = new Map(places.map(place => [place, (place.dataset.to ?? "").split(" ").filter(Boolean).map(n => byNumber.get(+n))]))
  const before = new Map(places.map(place => [place, places.filter(other => onward.get(other).includes(place))]))
  const edges = [...svg.querySelectorAll("[data-e]")].map(edge => [edge, edge.dataset.e.split(" ").map(Number)])

  const light = place => {
    svg.classList.toggle("hot", Boolean(place))
    for (const [edge, ends] of edges) edge.classList.toggle("on", Boolean(place) && ends.includes(number(place)))
  }
  // The box listens, not the drawing: a drawing that listens for the focus takes it.
  const over = event => light(event.target.closest("a.n") ?? svg.querySelector("a.n:focus"))
  box.addEventListener("pointerover", over)
  box.addEventListener("pointerleave", () => light(svg.querySelector("a.n:focus-visible")))
  box.addEventListener("focusout", () => light(null))

  // One stop for the Tab key; the arrow keys move it.
  const start = svg.querySelector("a[data-here]") ?? places[0]
  const settle = place => places.forEach(other => other.setAttribute("tabindex", other === place ? "0" : "-1"))
  if (start) settle(start)
  box.addEventListener("focusin", event => {
    const place = event.target.closest("a.n")
    if (!place) return
    settle(place)
    light(place)
  })

  const middle = place => {
    const { e, f } = place.transform.baseVal[0].matrix
    const { width, height } = place.querySelector("rect:not(.ring)")
    return { x: e + width.baseVal.value / 2, y: f + height.baseVal.value / 2 }
  }
  const seats = new Map(places.map(place => [place, middle(place)]))
  // The nearest place in a direction: with the arrows where there are any, else across the gap.
  const nearest = (place, dx, dy) => {
    const from = seats.get(place)
    const ahead = places
      .map(other => ({ other, x: seats.get(other).x - from.x, y: seats.get(other).y - from.y }))
      .filter(one => one.other !== place && (dx ? one.x * dx > 20 : one.y * dy > 20))
    const away = one => (dx ? Math.abs(one.x) + 3 * Math.abs(one.y) : Math.abs(one.y) + 3 * Math.abs(one.x))
    return ahead.sort((a, b) => away(a) - away(b))[0]?.other
  }
  const rtl = getComputedStyle(map).direction === "rtl"
  const forward = rtl ? "ArrowLeft" : "ArrowRight"
  const back = rtl ? "ArrowRight" : "ArrowLeft"
  const way = (key, place) => {
    if (key === forward) return onward.get(place)[0] ?? nearest(place, rtl ? -1 : 1, 0)
    if (key === back) return before.get(place)[0] ?? nearest(place, rtl ? 1 : -1, 0)
    if (key === "ArrowDown") return nearest(place, 0, 1)
    if (key === "ArrowUp") return nearest(place, 0, -1)
    if (key === "Home") return places[0]
    if (key === "End") return places.at(-1)
  }
  box.addEventListener("keydown", event => {
    const place = event.target.closest("a.n")
    if (!place || event.altKey || event.ctrlKey || event.metaKey) return
    const next = way(event.key, place)
    if (!next) return
    event.preventDefault()
    next.focus({ preventScroll: true })
    next.scrollIntoView({ block: "nearest", inline: "center" })
  })

  const open = place => {
    const row = document.getElementById(`${id}-l${number(place)}`)
    const title = row.querySelector(".wf-place__title").cloneNode(true)
    const body = row.querySelector(".wf-place").cloneNode(true)
    card.querySelector(".wf-map__heading").replaceChildren(...title.childNodes)
    card.querySelector(".wf-map__body").replaceChildren(body)
    if (!card.open) card.showModal()
    card.scrollTop = 0
  }
  box.addEventListener("click", event => {
    const place = event.target.closest("a.n")
    if (!place || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    open(place)
  })
  card.addEventListener("click", event => {
    if (event.target === card || event.target.closest(".wf-map__close")) return card.close()
    // A neighbour on the same map: its card takes the place of this one.
    const to = event.target.closest("a")?.getAttribute("href")
    const place = to?.startsWith(`#${id}-l`) && byNumber.get(+to.slice(id.length + 3))
    if (!place) return
    event.preventDefault()
    settle(place)
    open(place)
  })
  card.addEventListener("close", () => svg.querySelector("a.n[tabindex='0']")?.focus())

  // The learner's own place first, within the map's box: the page itself stays where it is.
  const show = () => {
    const here = svg.querySelector("a[data-here]")
    if (!here || box.scrollWidth <= box.clientWidth) return
    const [frame, place] = [box.getBoundingClientRect(), here.getBoundingClientRect()]
    const left = (place.left + place.right - frame.left - frame.right) / 2
    box.scrollBy({ left, behavior: "instant" })
  }
  show()
  map.closest("details")?.addEventListener("toggle", show)
  map.querySelector(".wf-map__keys").hidden = false
}
const wakeAll = () => document.querySelectorAll("[data-wf-map]").forEach(wake)
wakeAll()
// A family's page is opened after this file has run.
document.addEventListener("wf-shown", wakeAll)
