import { Failure, SpecFailure, type Place } from "@luthier/core"

/** An error as plain data, which another thread can make the same error of. */
export interface PortableError {
  readonly type: "failure" | "spec-failure" | "defect"
  readonly message: string
  readonly stack: string | undefined
  readonly place: Place | undefined
  readonly advice: string | undefined
  readonly path: readonly (string | number)[]
  readonly offset: number | undefined
}

/** Takes an exception apart. */
export function packError(error: unknown): PortableError {
  const message = error instanceof Error ? error.message : String(error)
  const stack = error instanceof Error ? error.stack : undefined
  const plain = { message, stack, place: undefined, advice: undefined, path: [], offset: undefined }
  if (error instanceof SpecFailure) {
    return { ...plain, type: "spec-failure", advice: error.advice, path: error.path, offset: error.offset }
  }
  if (error instanceof Failure) return { ...plain, type: "failure", place: error.place, advice: error.advice }
  return { ...plain, type: "defect" }
}

/** The exception again: of the same class, with the stack of the thread it comes from. */
export function unpackError(packed: PortableError): Error {
  const { message, place, advice, path, offset } = packed
  const error =
    packed.type === "spec-failure"
      ? new SpecFailure(message, { path, offset, advice })
      : packed.type === "failure"
        ? new Failure(message, { place, advice })
        : new Error(message)
  if (packed.stack !== undefined) error.stack = packed.stack
  return error
}
