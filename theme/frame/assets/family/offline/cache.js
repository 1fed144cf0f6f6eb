// A family's copies on this device: sealed files, still sealed, in a cache for each vault.
import { root } from "../../site.js"
import { sealedUrl } from "../network.js"
import { neededUrls } from "./needed.js"

/** @import { Vault } from "../vaults.js" */
/** @typedef {{ name: string, manifest: string, since: string }} Copy  What is kept of a vault. */

const AT_ONCE = 4
const PREFIX = `wf-kept ${root.pathname} `

/** Whether this browser can keep anything. */
export const canKeep = "serviceWorker" in navigator && "caches" in globalThis

/**
 * Return the opaque name of the vault that a cache holds, and its date.
 * @param {string} name
 * @returns {Copy}
 */
function copyOf(name) {
  const [manifest = "", since = ""] = name.slice(PREFIX.length).split(" ")
  return { name, manifest, since }
}

/** Return this device's copies from this site. */
export const listCopies = async () =>
  canKeep ? (await caches.keys()).filter(name => name.startsWith(PREFIX)).map(copyOf) : []

/**
 * Return this device's copy of a vault, or undefined.
 * @param {string} manifest
 */
export const copyFor = async manifest =>
  (await listCopies()).find(copy => copy.manifest === manifest)

/**
 * Store a vault's pages on this device, replacing an earlier copy.
 * @param {Vault} vault
 * @param {(count: number, total: number) => void} report
 */
export async function keepVault(vault, report) {
  const since = new Date().toISOString()
  const before = (await listCopies()).filter(copy => copy.manifest === vault.manifest)
  const name = `${PREFIX}${vault.manifest} ${since}`
  const cache = await caches.open(name)
  try {
    await fillCache(cache, neededUrls(vault), since, report)
    await navigator.serviceWorker.register(new URL("kept.js", location.href))
  } catch (error) {
    await caches.delete(name)
    throw error
  }
  await Promise.all(before.map(copy => caches.delete(copy.name)))
  // Asks the browser not to evict the copy when space runs out. It may refuse.
  await navigator.storage?.persist?.()
}

/**
 * @param {Cache} cache
 * @param {string[]} urls
 * @param {string} since
 * @param {(count: number, total: number) => void} report
 */
async function fillCache(cache, urls, since, report) {
  const total = urls.length
  let count = 0
  const takeTurns = async () => {
    for (let url = urls.pop(); url; url = urls.pop()) {
      await fillEntry(cache, url, since)
      report(++count, total)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, takeTurns))
}

/**
 * @param {Cache} cache
 * @param {string} url
 * @param {string} since
 */
async function fillEntry(cache, url, since) {
  const response = await fetch(url, { cache: "no-cache" })
  // An earlier copy must not pass for today's pages.
  if (!response.ok || response.headers.has("wf-kept")) throw new Error(url)
  const headers = {
    "content-type": response.headers.get("content-type") ?? "",
    "wf-kept": since,
  }
  await cache.put(url, new Response(await response.blob(), { headers }))
}

/**
 * Remove copies from this device, and with the last of them the service worker.
 * @param {(copy: Copy) => boolean} isUnwanted
 */
export async function removeCopies(isUnwanted) {
  for (const copy of (await listCopies()).filter(isUnwanted)) await caches.delete(copy.name)
  if ((await listCopies()).length) return
  for (const registration of await navigator.serviceWorker.getRegistrations())
    if (registration.scope.startsWith(root.href)) await registration.unregister()
}

/** Remove copies whose key was revoked: a revoked key must open nothing here either. */
export async function removeRevoked() {
  for (const { manifest } of await listCopies()) {
    const request = fetch(sealedUrl(manifest), { method: "HEAD", cache: "no-store" })
    const response = await request.catch(() => null)
    if (response && [404, 410].includes(response.status))
      await removeCopies(copy => copy.manifest === manifest)
  }
}
