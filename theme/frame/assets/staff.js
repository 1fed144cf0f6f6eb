// Sorts and filters the staff's tables, and moves between the cells of the grid by arrow keys.
// Everything is on the page without it. What is left after a filter is announced.
const bodyRows = table => [...table.tBodies[0].rows]

const keyOf = (cell, part) => {
  const key = cell.dataset.k ?? cell.textContent.trim()
  return part === undefined ? key : gridKey(cell, part)
}
// The lines of a grid's cell: level and state, progress, the day last seen.
const gridKey = (cell, part) => {
  const line = cell.textContent.split("\n")[part] ?? ""
  return part === 2 ? line : /^[\d.]+/.exec(line)?.[0] ?? ""
}
const compare = (one, other) => {
  if (one === "" || other === "") return one === other ? 0 : one === "" ? 1 : -1
  const a = Number(one), b = Number(other)
  return Number.isNaN(a) || Number.isNaN(b) ? one.localeCompare(other) : a - b
}

const sortable = table => {
  const part = () => Number(document.querySelector(`[data-staff-filter="${table.id}"] [data-sort-by]`)?.value ?? 0)
  const heads = [...table.tHead.rows[0].cells]
  heads.forEach((head, n) => {
    const button = document.createElement("button")
    button.type = "button"
    if (head.hasAttribute("data-parts")) {
      // The link above stays a link; the title becomes the button.
      const title = head.querySelector("span")
      button.append(...title.childNodes)
      title.append(button)
    } else {
      button.append(...head.childNodes)
      head.append(button)
    }
    button.parentElement.dataset.title = button.textContent
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") === (head.hasAttribute("data-parts") ? "descending" : "ascending") ? -1 : 1
      const first = head.hasAttribute("data-parts") ? -up : up
      const which = head.hasAttribute("data-parts") ? part() : undefined
      const keyed = bodyRows(table).map(row => [keyOf(row.cells[n], which), row])
      keyed.sort((a, b) => (a[0] === "" || b[0] === "" ? compare(a[0], b[0]) : first * compare(a[0], b[0])))
      heads.forEach(other => other.removeAttribute("aria-sort"))
      head.setAttribute("aria-sort", first > 0 ? "ascending" : "descending")
      table.tBodies[0].append(...keyed.map(pair => pair[1]))
    })
  })
}

const filterable = form => {
  const table = document.getElementById(form.dataset.staffFilter)
  const rows = bodyRows(table)
  const find = form.querySelector("[type=search]")
  const areas = form.querySelector("[data-areas]")
  const state = form.querySelector("[data-state]")
  const names = rows.map(row => row.cells[0].textContent.toLowerCase())
  const texts = table.hasAttribute("data-staff-grid") ? names : rows.map(row => row.textContent.toLowerCase())
  const columns = [...table.tHead.rows[0].cells].map(head => head.dataset.a)
  const isShown = n => !areas?.value || !columns[n] || columns[n] === areas.value
  // A rule for all rows at once, where thirty thousand cells would each have to be told.
  const rules = new CSSStyleSheet()
  document.adoptedStyleSheets.push(rules)
  const showArea = () => {
    const away = columns.flatMap((_, n) => isShown(n) ? [] : `#${table.id} tr > :nth-child(${n + 1})`)
    rules.replaceSync(away.length ? `${away} { display: none !important }` : "")
  }
  const fits = (row, n) => {
    if (!texts[n].includes(find.value.trim().toLowerCase())) return false
    for (const one of form.querySelectorAll("select[data-column]"))
      if (one.value && !row.cells[one.dataset.column].querySelector("bdi").textContent.split(" · ").includes(one.value)) return false
    for (const one of form.querySelectorAll("[data-least]")) {
      const key = row.cells[one.dataset.least].dataset.k
      if (one.value && key !== undefined && key !== "" && Number(key) < Number(one.value)) return false
    }
    for (const one of form.querySelectorAll("select[data-row]"))
      if (one.value && !row.dataset[one.dataset.row].split("|").includes(one.value)) return false
    if (state?.value && ![...row.cells].some((cell, n) => isShown(n) && cell.className && wordOf(cell) === state.value)) return false
    return true
  }
  const wordOf = cell => cell.textContent.split("\n")[0].replace(/^[\d.]+ /, "")
  const apply = () => {
    showArea()
    let left = 0
    rows.forEach((row, n) => {
      row.hidden = !fits(row, n)
      left += !row.hidden
    })
    const { all, some } = form.dataset
    form.querySelector("[role=status]").textContent = left === rows.length ? all : some.replace("{n}", left).replace("{all}", all)
  }
  form.addEventListener("input", apply)
  form.addEventListener("submit", event => event.preventDefault())
  form.hidden = false
  apply()
}

const walkable = table => {
  let here = null
  const go = cell => {
    if (!cell) return
    here?.removeAttribute("tabindex")
    here = cell
    cell.tabIndex = 0
    cell.focus()
  }
  const isAway = cell => getComputedStyle(cell).display === "none"
  const step = (cell, down, right) => {
    let row = cell.parentElement, place = cell.cellIndex
    do row = down > 0 ? row.nextElementSibling : down < 0 ? row.previousElementSibling : row
    while (down && row?.hidden)
    if (!row) return null
    do place += right
    while (right && row.cells[place] && isAway(row.cells[place]))
    return row.cells[place]
  }
  const moves = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] }
  table.closest("[role=region]").addEventListener("keydown", event => {
    const from = event.target.closest("tbody td, tbody th")
    const rtl = getComputedStyle(table).direction === "rtl"
    if (event.key in moves && !event.altKey && !event.ctrlKey && !event.metaKey) {
      if (!from && event.target !== event.currentTarget) return
      event.preventDefault()
      const [down, right] = moves[event.key]
      go(from ? step(from, down, rtl ? -right : right) : bodyRows(table).find(row => !row.hidden)?.cells[2])
    } else if (from && event.target === from) {
      if (event.key === "Home") go(from.parentElement.cells[2])
      else if (event.key === "End") go([...from.parentElement.cells].findLast(cell => !isAway(cell)))
      else if (event.key === "Enter") from.parentElement.querySelector("a")?.click()
      else return
      event.preventDefault()
    }
  })
}

document.querySelectorAll("[data-staff-table]").forEach(sortable)
document.querySelectorAll("[data-staff-filter]").forEach(filterable)
document.querySelectorAll("[data-staff-grid]").forEach(walkable)
