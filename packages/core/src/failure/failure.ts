/** Where in an input something is wrong; lines and columns count from 1. */
export interface Place {
  readonly file: string
  readonly line?: number
  readonly column?: number
}

/**
 * An error that teaches: what was found, where, and what to do about it.
 *
 * Everything a user can cause (bad input, impossible request) is thrown as a `Failure`; the command line prints it as
 * `file:line:column  what is wrong  what to do` and exits with code 2. Any other exception is a defect of Luthier.
 */
export class Failure extends Error {
  readonly place: Place | undefined
  readonly advice: string | undefined

  constructor(what: string, options: { place?: Place | undefined; advice?: string | undefined; cause?: unknown } = {}) {
    super(what, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = "Failure"
    this.place = options.place
    this.advice = options.advice
  }

  /** The whole message in one line: `file:line:column  what is wrong  what to do`. */
  describe(): string {
    const parts = [this.message]
    if (this.place) parts.unshift(describePlace(this.place))
    if (this.advice) parts.push(this.advice)
    return parts.join("  ")
  }
}

/** `file:line:column`, leaving out what is not known. */
export function describePlace(place: Place): string {
  let text = place.file
  if (place.line !== undefined) text += `:${place.line}`
  if (place.line !== undefined && place.column !== undefined) text += `:${place.column}`
  return text
}

/**
 * A `Failure` inside a description (a config, a potential's spec) whose place in a file only the reader of the file knows: `path`
 * leads to the value (`["potential", "pairs", "Cu-Cu", "formula"]`), `offset` counts characters from the start of a text value.
 * Whoever adds a level catches and rethrows with `within`.
 */
export class SpecFailure extends Failure {
  readonly path: readonly (string | number)[]
  readonly offset: number | undefined

  constructor(
    what: string,
    options: { path?: readonly (string | number)[]; offset?: number | undefined; advice?: string | undefined; cause?: unknown } = {},
  ) {
    super(what, options)
    this.name = "SpecFailure"
    this.path = options.path ?? []
    this.offset = options.offset
  }

  /** The same failure seen from further out. */
  within(...outer: readonly (string | number)[]): SpecFailure {
    return new SpecFailure(this.message, { path: [...outer, ...this.path], offset: this.offset, advice: this.advice, cause: this })
  }
}
