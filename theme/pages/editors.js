// Starts the forms of site-edit/: they get their settings from here, and look for none elsewhere.
Object.assign(globalThis, { CMS_MANUAL_INIT: true })
const [{ init }, response] = await Promise.all([
  import(new URL("cms/npm/index.js", import.meta.url).href),
  fetch(new URL("config.json", document.baseURI)),
])
init({ config: { ...(await response.json()), load_config_file: false } })

export {}
