// The reason why pages do not open, as the name of the sentence that the door shows.

/** @typedef {"offline" | "damaged" | "wrong" | "stale"} Reason */

export class Refusal extends Error {
  /** @param {Reason} reason */
  constructor(reason) {
    super(reason)
    this.reason = reason
  }
}
