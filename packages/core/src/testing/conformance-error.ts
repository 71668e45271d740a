/** What a conformance suite throws when an implementation breaks the law that `check` names. */
export class ConformanceError extends Error {
  readonly check: string

  constructor(check: string, what: string) {
    super(`${check}: ${what}`)
    this.name = "ConformanceError"
    this.check = check
  }
}
