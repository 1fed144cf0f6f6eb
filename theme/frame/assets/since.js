// "Since your last visit" on a learner's page for everybody. A family's page shows it by itself.
import { need } from "./dom.js"
import { showNews } from "./since/box.js"

// These are imported by the modules above. Named here, all are fetched at once.
import "./sentences.js"
import "./since/changes.js"
import "./since/visits.js"
import "./site.js"

const own = "[data-wf-since][data-page]"
if (document.querySelector(own))
  showNews(document, need(document, own, HTMLElement).dataset.page ?? "")
