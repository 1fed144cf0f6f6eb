// Gives what a family keeps on its device where the network gives nothing. Their pages are kept as they come: locked.
const PATIENCE = 5000  // milliseconds; on a weak network, what is kept is better than a blank page

addEventListener("install", () => skipWaiting())
addEventListener("activate", event => event.waitUntil(clients.claim()))
addEventListener("fetch", event => {
  if (event.request.method === "GET") event.respondWith(answer(event.request))
})

async function answer(request) {
  const kept = await caches.match(request, { ignoreSearch: true, ignoreVary: true })
  if (!kept) return fetch(request)
  const late = new Promise(done => setTimeout(done, PATIENCE, kept))
  return Promise.race([fetch(request), late]).catch(() => kept)
}
