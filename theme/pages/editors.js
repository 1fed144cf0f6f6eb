// Starts the forms of site-edit/: they get their settings from here, and look for none elsewhere.
Object.assign(globalThis, { CMS_MANUAL_INIT: true })

/**
 * Returns the day that it is in a time zone: 2027-03-12.
 * @param {string} timeZone
 */
const dayIn = timeZone => {
  const form = new Intl.DateTimeFormat("en", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  })
  const parts = new Map(form.formatToParts(new Date()).map(({ type, value }) => [type, value]))
  return `${parts.get("year")}-${parts.get("month")}-${parts.get("day")}`
}

const [{ init }, response] = await Promise.all([
  import(new URL("cms/npm/index.js", import.meta.url).href),
  fetch(new URL("config.json", document.baseURI)),
])
const written = await response.text()
const { school_timezone: timeZone } = JSON.parse(written)
// The day is the school's, wherever the learner's device is.
const { school_timezone: _, ...config } = JSON.parse(
  timeZone ? written.replaceAll("{{now}}", dayIn(timeZone)) : written,
)
init({ config: { ...config, load_config_file: false } })

export {}
