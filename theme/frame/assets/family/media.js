// Pictures and recordings of a sealed page.
import { make } from "../dom.js"
import { blobUrl } from "./blobs.js"
import { guard, sentence } from "./door.js"
import { resolve } from "./links.js"

/**
 * Replace a recording with a button: it may use up a month of somebody's data.
 * @param {HTMLMediaElement} media
 * @param {string} from
 */
export function offerRecording(media, from) {
  const entry = resolve(media.getAttribute("src") ?? "", from)?.entry
  media.removeAttribute("src")
  if (!entry) return
  const size = (entry[2] / 1e6).toFixed(1)
  const button = make("button", { type: "button", className: "md-button" })
  button.textContent = sentence("load", { size })
  const load = guard(async () => {
    button.disabled = true
    media.src = await blobUrl(entry)
    media.hidden = false
    button.remove()
    media.focus()
  })
  button.addEventListener("click", load)
  media.hidden = true
  media.after(button)
}

/**
 * Show a picture once it is decrypted.
 * @param {Element} image
 * @param {"src" | "srcset"} name where its address stands
 * @param {string} from
 */
export async function showPicture(image, name, from) {
  const target = resolve(image.getAttribute(name) ?? "", from)
  image.removeAttribute(name)
  if (target) image.setAttribute(name, target.entry ? await blobUrl(target.entry) : target.url.href)
}
