// The files that open a vault without a network.
import { root } from "../../site.js"
import { sealedUrl } from "../network.js"

/** @import { Vault } from "../vaults.js" */

/** All modules that family.js imports, and those that a map needs. A unit test compares. */
const MODULES = [
  "dom.js",
  "family.js",
  "family/addresses.js",
  "family/bar.js",
  "family/blobs.js",
  "family/boxes.js",
  "family/door.js",
  "family/encoding.js",
  "family/find.js",
  "family/links.js",
  "family/media.js",
  "family/network.js",
  "family/offline/cache.js",
  "family/offline/needed.js",
  "family/offline/panel.js",
  "family/offline/sizes.js",
  "family/page.js",
  "family/refusal.js",
  "family/remember.js",
  "family/save/archive.js",
  "family/save/document.js",
  "family/save/paths.js",
  "family/save/zip.js",
  "family/search.js",
  "family/session.js",
  "family/slots.js",
  "family/store.js",
  "family/vaults.js",
  "map.js",
  "map/cards.js",
  "map/edges.js",
  "map/keys.js",
  "map/moves.js",
  "map/places.js",
  "sentences.js",
  "since/box.js",
  "since/changes.js",
  "since/visits.js",
  "site.js",
  "turns.js",
]
const SHELL = "link[rel=stylesheet], link[rel=icon], script[src], .md-logo img"

/**
 * Return the addresses of all files that a vault's pages need, of this site alone.
 * @param {Vault} vault
 */
export function neededUrls(vault) {
  const shell = [...document.querySelectorAll(SHELL)].map(element =>
    element instanceof HTMLLinkElement ? element.href : (element.getAttribute("src") ?? ""),
  )
  const modules = MODULES.map(name => new URL(`assets/${name}`, root).href)
  const names = [vault.slot, vault.manifest, ...Object.values(vault.files).map(([name]) => name)]
  const urls = [location.pathname, ...shell, ...modules, ...names.map(name => sealedUrl(name).href)]
  return [...new Set(urls.map(url => new URL(url, location.href).href))].filter(url =>
    url.startsWith(root.origin),
  )
}
