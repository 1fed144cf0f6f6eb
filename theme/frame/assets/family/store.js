// Remembers slots on this device, if a family asks for it: for each letter the key of its slot,
// which no script can read out, under the name of the slot. No word, no name and no page is stored,
// and nothing is written, not even an empty store, until somebody asks.
import { root } from "../site.js"

/** @import { Slot } from "./slots.js" */

const place = `wayfolio ${root.pathname}`

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
const settle = request =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })

/**
 * @template T
 * @param {"readonly" | "readwrite"} mode
 * @param {(store: IDBObjectStore) => Promise<T>} action
 */
async function withStore(mode, action) {
  const opening = indexedDB.open(place, 1)
  opening.onupgradeneeded = () => {
    if (mode === "readwrite") opening.result.createObjectStore("slots")
    else opening.transaction?.abort()
  }
  const database = await settle(opening)
  try {
    return await action(database.transaction("slots", mode).objectStore("slots"))
  } finally {
    database.close()
  }
}

/**
 * Return the slots that this device remembers; none if the browser stores nothing.
 * @returns {Promise<Slot[]>}
 */
export async function loadSlots() {
  try {
    return await withStore("readonly", async store => {
      const [names, keys] = await Promise.all([settle(store.getAllKeys()), settle(store.getAll())])
      return names.map((name, at) => [String(name), keys[at]])
    })
  } catch {
    return []
  }
}

/** @param {readonly Slot[]} slots */
export const saveSlots = slots =>
  withStore("readwrite", store =>
    Promise.all(slots.map(([name, key]) => settle(store.put(key, name)))),
  )

export const deleteSlots = () => settle(indexedDB.deleteDatabase(place))
