// Where the site begins: one folder above this one.
export const root = new URL("../", import.meta.url)
