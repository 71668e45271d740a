import { z } from "zod"
import { Failure } from "../../failure/failure.ts"
import { unpackTriangle } from "../../linalg/triangle/pack.ts"
import type { Triangle } from "../../linalg/triangle/triangle.ts"
import type { PackedTriangle } from "./shard-setup.ts"
import { bytesOfNumbers, digestBytes, numbersOfBytes, type StatisticsStore } from "./statistics-store.ts"

/** A stored triangle: where its numbers are, and how they are known to be those that were written. */
export interface TrianglePiece {
  /** Key of its class, such as `forces/Elastic`. */
  readonly key: string
  readonly fold: number
  readonly piece: string
  readonly n: number
  readonly rows: number
  /** Of rows that were weighted by their noise: Σ (ln w − w). */
  readonly spread?: number
  /** SHA-256. */
  readonly digest: string
}

/** Reads a stored piece. */
export const trianglePieceSchema: z.ZodType<TrianglePiece> = z.strictObject({
  key: z.string(),
  fold: z.int().min(0),
  piece: z.string(),
  n: z.int().min(0),
  rows: z.int().min(0),
  spread: z.number().exactOptional(),
  digest: z.string(),
})

/** Stores a triangle under a name. */
export async function writeTriangle(
  store: StatisticsStore,
  piece: string,
  { key, fold }: Pick<TrianglePiece, "key" | "fold">,
  { n, rows, spread, values }: PackedTriangle,
): Promise<TrianglePiece> {
  const bytes = bytesOfNumbers(values)
  await store.write(piece, bytes)
  return { key, fold, piece, n, rows, ...(spread !== undefined && { spread }), digest: await digestBytes(bytes) }
}

/** Reads a stored triangle. @throws Failure when it is missing or not what was written. */
export async function readTriangle(store: StatisticsStore, { piece, n, rows, digest }: TrianglePiece): Promise<Triangle> {
  const bytes = await store.read(piece)
  if (bytes && (await digestBytes(bytes)) === digest) return unpackTriangle(numbersOfBytes(bytes), n, rows)
  throw new Failure(bytes ? `the statistics are damaged: ${piece}` : `the statistics are not complete: ${piece} is missing`, {
    advice: "start the fit anew with --force, which reads the data again",
  })
}
