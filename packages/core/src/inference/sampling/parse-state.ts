import { z } from "zod"
import { Failure } from "../../failure/failure.ts"
import type { CrankNicolsonState } from "./crank-nicolson.ts"
import type { GibbsState } from "./gibbs.ts"
import type { HamiltonianState } from "./hamiltonian/hamiltonian.ts"
import type { SamplerState } from "./sampler.ts"

const chains = {
  iteration: z.int().min(0),
  points: z.array(z.array(z.number())).min(1),
  costs: z.array(z.number()),
  proposed: z.number(),
  accepted: z.number(),
}

const samplerSchema: z.ZodType<SamplerState> = z.strictObject(chains)

const hamiltonianSchema: z.ZodType<HamiltonianState> = z.strictObject({
  ...chains,
  spread: z.array(z.number()),
  times: z.array(z.strictObject({ log: z.number(), average: z.number(), shortfall: z.number(), count: z.int() })),
  divergences: z.int(),
  gradients: z.int(),
})

const crankNicolsonSchema: z.ZodType<CrankNicolsonState> = z.strictObject({
  ...chains,
  centre: z.array(z.number()),
  spread: z.array(z.number()),
  offsets: z.array(z.array(z.number())),
  length: z.number(),
})

const gibbsSchema: z.ZodType<GibbsState> = z.strictObject({
  iteration: z.int().min(0),
  x: z.array(z.number()),
  sigmas: z.array(z.number()),
})

/** The stored state of a sampler without a state of its own. @throws Failure when it is none. */
export function parseSamplerState(value: unknown): SamplerState {
  return parsed(samplerSchema, value)
}

/** The stored state of a Crank–Nicolson sampler. @throws Failure when it is none. */
export function parseCrankNicolsonState(value: unknown): CrankNicolsonState {
  return parsed(crankNicolsonSchema, value)
}

/** The stored state of a Hamiltonian sampler. @throws Failure when it is none. */
export function parseHamiltonianState(value: unknown): HamiltonianState {
  return parsed(hamiltonianSchema, value)
}

/** The stored state of a Gibbs sampler. @throws Failure when it is none. */
export function parseGibbsState(value: unknown): GibbsState {
  return parsed(gibbsSchema, value)
}

function parsed<State>(schema: z.ZodType<State>, value: unknown): State {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new Failure(`this is no state of such a sampler: ${issue.path.join(".")} ${issue.message}`, { advice: "start anew with --force" })
}
