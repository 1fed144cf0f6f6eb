// In previews only: asks whether this page is still the newest, and shows errors.
;(() => {
  /** @typedef {{ at: string, message: string, hint: string }} Mistake */
  /** @typedef {{ language: string, title: string, mistakes: Mistake[] }} Notice */

  const PAUSE = 1000 // milliseconds, before a preview that was stopped is tried again

  const script = document.currentScript
  const page = encodeURIComponent(location.pathname)
  const box = document.createElement("section")
  box.setAttribute("role", "alert")
  box.dir = "auto"
  Object.assign(box.style, {
    background: "#fff",
    border: "3px solid #b3261e",
    color: "#1a1a1a",
    font: "16px/1.5 sans-serif",
    padding: "0.5rem 1rem",
  })

  /**
   * Return a new element with a text.
   * @param {string} tag
   * @param {string} [text]
   */
  function make(tag, text = "") {
    const element = document.createElement(tag)
    element.textContent = text
    return element
  }

  /** @param {Notice} notice */
  function show({ language, title, mistakes }) {
    box.lang = language
    box.replaceChildren()
    box.hidden = mistakes.length === 0
    if (box.hidden) return
    box.append(make("strong", title))
    for (const { at, message, hint } of mistakes) {
      const line = make("p")
      line.append(make("code", at), make("br"), message, make("br"), make("em", hint))
      box.append(line)
    }
  }

  /** @param {number} first the number of the page that is shown */
  async function wait(first) {
    let seen = first
    for (;;) {
      try {
        const response = await fetch(`/_preview/news?page=${page}&seen=${seen}`)
        const news = await response.json()
        if (news.again) return location.reload()
        show(news)
        seen = news.seen
      } catch {
        // The preview was stopped, and may start again.
        await new Promise(resolve => setTimeout(resolve, PAUSE))
      }
    }
  }

  document.body.prepend(box)
  box.hidden = true
  wait(Number(script?.dataset.seen))
})()
