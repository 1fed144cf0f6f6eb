// Answers from a family's copies on this device when there is no network. The copies are sealed.
;(() => {
  /** Milliseconds. On a weak network, a stored copy is better than a blank page. */
  const PATIENCE = 5000

  const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (globalThis))

  /** @param {Request} request */
  async function answer(request) {
    const kept = await caches.match(request, { ignoreSearch: true, ignoreVary: true })
    if (!kept) return fetch(request)
    /** @type {Promise<Response>} */
    const late = new Promise(resolve => setTimeout(resolve, PATIENCE, kept))
    return Promise.race([fetch(request), late]).catch(() => kept)
  }

  worker.addEventListener("install", () => worker.skipWaiting())
  worker.addEventListener("activate", event => event.waitUntil(worker.clients.claim()))
  worker.addEventListener("fetch", event => {
    if (event.request.method === "GET") event.respondWith(answer(event.request))
  })
})()
