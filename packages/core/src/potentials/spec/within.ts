import { Failure, SpecFailure } from "../../failure/failure.ts"

/** Runs `work`; a failure inside it is rethrown as one of the value at `path`. */
export function within<T>(path: readonly (string | number)[], work: () => T): T {
  try {
    return work()
  } catch (failure) {
    if (failure instanceof SpecFailure) throw failure.within(...path)
    if (failure instanceof Failure) throw new SpecFailure(failure.message, { path, advice: failure.advice, cause: failure })
    throw failure
  }
}
