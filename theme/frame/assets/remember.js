// What a family has asked this device to keep: for each letter the key of its slot, which no script can read out, under
// the name of the slot. No word, no name and no page is kept. Nothing is written, not even an empty store, until somebody asks.
const place = `wayfolio ${new URL("../", import.meta.url).pathname}`

const answer = request => new Promise((done, failed) => {
  request.onsuccess = () => done(request.result)
  request.onerror = () => failed(request.error)
})

async function withStore(mode, action) {
  const opening = indexedDB.open(place, 1)
  opening.onupgradeneeded = () =>
    mode === "readwrite" ? opening.result.createObjectStore("slots") : opening.transaction.abort()
  const base = await answer(opening)
  try {
    return await action(base.transaction("slots", mode).objectStore("slots"))
  } finally {
    base.close()
  }
}

// The slots that this device keeps, as pairs of name and key. A browser that keeps nothing has none.
export async function remembered() {
  try {
    return await withStore("readonly", async store => {
      const [names, keys] = await Promise.all([answer(store.getAllKeys()), answer(store.getAll())])
      return names.map((name, at) => [name, keys[at]])
    })
  } catch {
    return []
  }
}

export const remember = slots =>
  withStore("readwrite", store => Promise.all(slots.map(([name, key]) => answer(store.put(key, name)))))

export const forget = () => answer(indexedDB.deleteDatabase(place))
