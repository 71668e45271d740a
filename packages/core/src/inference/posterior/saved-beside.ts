import { z } from "zod"
import { Failure } from "../../failure/failure.ts"
import { packTriangle } from "../../linalg/triangle/pack.ts"
import {
  bytesOfJson,
  bytesOfNumbers,
  digestBytes,
  jsonOfBytes,
  numbersOfBytes,
  type StatisticsStore,
} from "../../objective/streaming/statistics-store.ts"
import type { Posterior } from "./posterior.ts"

/** Names of the two pieces that hold something made of a posterior: a description in JSON, and numbers. */
export interface BesideFiles {
  readonly header: string
  readonly numbers: string
}

/** What was read back. */
export interface Beside<Description> {
  readonly description: Description
  /** The next so many numbers, in the order in which they were written. */
  readonly next: (length: number) => Float64Array
}

const stamps = z.looseObject({
  /** SHA-256 of the joint triangle of the posterior that it belongs to. */
  posterior: z.string(),
  /** SHA-256 of the numbers. */
  digest: z.string(),
})

/** Writes what was made of a posterior, stamped with the posterior that it belongs to. */
export async function writeBeside(
  store: StatisticsStore,
  { header, numbers }: BesideFiles,
  { joint }: Pick<Posterior, "joint">,
  description: object,
  arrays: readonly Float64Array[],
): Promise<void> {
  const all = new Float64Array(arrays.reduce((sum, { length }) => sum + length, 0))
  arrays.reduce((at, array) => (all.set(array, at), at + array.length), 0)
  const bytes = bytesOfNumbers(all)
  await store.write(numbers, bytes)
  await store.write(header, bytesOfJson({ ...description, digest: await digestBytes(bytes), posterior: await digestOf(joint) }))
}

/** Reads it back; `undefined` where there is nothing, or something of another posterior or layout. @throws Failure when it is damaged. */
export async function readBeside<Description>(
  store: StatisticsStore,
  { header, numbers }: BesideFiles,
  { joint }: Pick<Posterior, "joint">,
  schema: z.ZodType<Description>,
): Promise<Beside<Description> | undefined> {
  const written = await store.read(header)
  const stamped = written && stamps.safeParse(contentOf(written))
  if (!stamped?.success) return undefined
  const { posterior, digest, ...rest } = stamped.data
  const described = schema.safeParse(rest)
  if (!described.success || posterior !== (await digestOf(joint))) return undefined
  const bytes = await store.read(numbers)
  if (!bytes || (await digestBytes(bytes)) !== digest) {
    throw new Failure(`${numbers} is ${bytes ? "damaged" : "missing"}`, { advice: `remove ${header}, so that both are made anew` })
  }
  const values = numbersOfBytes(bytes)
  let at = 0
  return { description: described.data, next: (length) => values.slice(at, (at += length)) }
}

function digestOf(joint: Posterior["joint"]): Promise<string> {
  return digestBytes(bytesOfNumbers(packTriangle(joint)))
}

function contentOf(bytes: Uint8Array): unknown {
  try {
    return jsonOfBytes(bytes)
  } catch {
    return undefined
  }
}
