import { z } from "zod"
import { Failure } from "../../failure/failure.ts"
import type { GeodesicState } from "./geodesic.ts"

const numbers = z.array(z.number())

const stateSchema: z.ZodType<GeodesicState> = z.strictObject({
  iteration: z.int().min(0),
  length: z.number(),
  x: numbers,
  velocity: numbers,
  acceleration: numbers,
  cost: z.number(),
  start: numbers,
  scales: numbers,
  pace: z.number(),
  reach: z.number(),
  step: z.number(),
  end: z.enum(["boundary", "bound", "edge", "limit"]).nullable(),
  bound: z.int().nullable(),
})

/** The stored state of a geodesic. @throws Failure when it is none. */
export function parseGeodesicState(value: unknown): GeodesicState {
  const parsed = stateSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new Failure(`this is no geodesic of this version: ${issue.path.join(".")} ${issue.message}`, { advice: "start anew with --force" })
}
