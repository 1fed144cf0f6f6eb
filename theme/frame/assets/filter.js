// Narrows the list of work. Everything is on the page without it; the number of what is left is
// announced. A classic script, because browsers do not load modules from a folder.
{
  const narrow = () => {
    const form = document.querySelector("[data-wf-filter]")
    if (!(form instanceof HTMLFormElement)) return
    const cards = [...(form.parentElement?.querySelectorAll(".wf-card") ?? [])].filter(
      card => card instanceof HTMLElement,
    )
    const status = form.querySelector("[role=status]")
    const chosen = () => [...form.querySelectorAll("select")].filter(select => select.value)
    /**
     * @param {HTMLElement} card
     * @param {HTMLSelectElement} select
     */
    const fits = (card, select) =>
      (card.dataset[select.name] ?? "").split(" ").includes(select.value)
    const apply = () => {
      const wanted = chosen()
      for (const card of cards) card.hidden = !wanted.every(select => fits(card, select))
      for (const year of document.querySelectorAll("[data-wf-year]"))
        if (year instanceof HTMLElement) year.hidden = !year.querySelector(".wf-card:not([hidden])")
      const left = cards.filter(card => !card.hidden).length
      const { all = "", some = "" } = form.dataset
      if (status) status.textContent = wanted.length ? some.replace("{n}", String(left)) : all
    }
    form.addEventListener("change", apply)
    form.addEventListener("submit", event => event.preventDefault())
    form.hidden = false
    apply()
  }
  narrow()
  // A family's page is opened after this file has run.
  document.addEventListener("wf-shown", narrow)
}
