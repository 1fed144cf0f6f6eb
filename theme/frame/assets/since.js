// "Since your last visit": what this device has not shown before. It is kept on this device alone, and only when a
// reader has asked for it: as short hashes, which tell nobody what was on a page.
const root = new URL("../", import.meta.url)
const idOf = node => node.querySelector("a[href]")?.dataset.wfTo ?? node.querySelector("a[href]")?.getAttribute("href")

// What can be new: an identity for each, and what leads to it.
function* items(page) {
  // A card that is also among the chosen ones stands on the page twice.
  const cards = new Map([...page.querySelectorAll(".wf-card, .wf-badges > li, .wf-met > li")].map(card => [idOf(card), card]))
  for (const [id, card] of cards) yield [id, () => copied(card.querySelector("a[href]"))]
  for (const one of page.querySelectorAll(".wf-opened"))
    for (const rating of one.querySelectorAll(".wf-ratings li:has(> time)")) {
      const said = `${rating.querySelector("time").dateTime} ${rating.querySelector("strong").textContent}`
      yield [`${one.id} ${said}`, () => to(one.id, one.querySelector("summary").textContent)]
    }
  for (const note of page.querySelectorAll(".wf-notes > li")) {
    const section = note.closest("section").querySelector("h2")
    yield [`note ${note.querySelector("time").dateTime}`, () => to(section.id, note.querySelector(".wf-eyebrow").textContent)]
  }
}
function copied(a) {
  const copy = a.cloneNode(true)
  copy.querySelectorAll("img").forEach(one => one.remove())
  return copy
}
function to(id, text) {
  const a = document.createElement("a")
  a.href = `#${id}`
  a.dir = "auto"
  a.textContent = text.trim().replace(/\s+/g, " ")
  return a
}

// `secret`: what only a reader of this page can know, so that the hashes cannot be tried out by others.
export async function since(page, secret) {
  const box = page.querySelector("[data-wf-since]")
  if (!box || !globalThis.crypto?.subtle) return
  const hash = async text => {
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${secret}\n${text}`))
    return [...new Uint8Array(digest, 0, 8)].map(byte => byte.toString(16).padStart(2, "0")).join("")
  }
  const listed = async () => {
    const counts = new Map(), all = []
    for (const [id, lead] of items(page)) {
      const n = (counts.get(id) ?? 0) + 1
      counts.set(id, n)
      all.push([await hash(`${id} ${n}`), lead])
    }
    return all
  }
  const name = `wf-visits ${root.pathname} ${await hash("")}`
  const now = new Date()
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(one => String(one).padStart(2, "0")).join("-")
  const visit = all => ({ day: today, seen: all.map(([hashed]) => hashed) })
  const [said, button] = [box.querySelector("[role=status]"), box.querySelector("button")]
  const list = box.querySelector("ul"), words = box.dataset

  const told = (visits, all) => {
    const before = visits?.before
    const seen = new Set(before?.seen)
    // Ten ratings of one competency are one line.
    const fresh = new Map(before && all.filter(([hashed]) => !seen.has(hashed)).map(([, lead]) => lead()).map(a => [a.textContent, a]))
    const day = before && new Intl.DateTimeFormat(box.closest("[lang]").lang, { dateStyle: "long" }).format(new Date(`${before.day}T12:00`))
    said.textContent = (!visits ? words.offer : !before ? words.first : fresh.size ? words.some : words.none).replace("{day}", day)
    list.replaceChildren(...[...fresh.values()].map(a => {
      const row = document.createElement("li")
      row.append(a)
      return row
    }))
    list.hidden = !fresh.size
    button.textContent = visits ? words.stop : words.start
    button.onclick = async () => {
      if (visits) localStorage.removeItem(name)
      else localStorage.setItem(name, JSON.stringify({ now: visit(await listed()) }))
      told(read(), [])
    }
    box.hidden = false
  }
  const read = () => JSON.parse(localStorage.getItem(name))
  try {
    const visits = read(), all = visits ? await listed() : []
    if (visits) {
      page.querySelector(".wf-person").after(box)
      // All that is opened on one day is one visit.
      localStorage.setItem(name, JSON.stringify({ before: visits.now.day < today ? visits.now : visits.before, now: visit(all) }))
    }
    told(read(), all)
  } catch (error) {
    console.warn(error)  // a browser that keeps nothing, or has no room: the page says the same without it
  }
}

const own = document.querySelector("[data-wf-since][data-page]")
if (own) since(document, own.dataset.page)
