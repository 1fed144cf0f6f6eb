// Narrows the list of work. Everything is on the page without it; the number of what is left is announced.
{
const narrow = () => {
  const form = document.querySelector("[data-wf-filter]")
  if (!form) return
  const cards = [...form.parentElement.querySelectorAll(".wf-card")]
  const chosen = () => [...form.querySelectorAll("select")].filter(one => one.value)
  const fits = (card, one) => (card.dataset[one.name] ?? "").split(" ").includes(one.value)
  const apply = () => {
    const wanted = chosen()
    for (const card of cards) card.hidden = !wanted.every(one => fits(card, one))
    for (const year of document.querySelectorAll("[data-wf-year]"))
      year.hidden = !year.querySelector(".wf-card:not([hidden])")
    const left = cards.filter(card => !card.hidden).length
    const { all, some } = form.dataset
    form.querySelector("[role=status]").textContent = wanted.length ? some.replace("{n}", left) : all
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
