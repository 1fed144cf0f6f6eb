/**
 * Return a sentence with its values in the place of their names: "{n} of {all}".
 * @param {string} sentence
 * @param {Readonly<Record<string, unknown>>} values
 */
export const fill = (sentence, values) =>
  sentence.replace(/\{(\w+)\}/g, (_, name) => String(values[name]))

/**
 * Return which way a language is written, for an element's `dir`.
 * @param {string} language
 */
export const directionOf = language => (/^(ar|fa|he|ur)\b/.test(language) ? "rtl" : "ltr")

/**
 * Return a day in a language's words.
 * @param {string | number} time
 * @param {string} language
 */
export const formatDay = (time, language) =>
  new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(new Date(time))
