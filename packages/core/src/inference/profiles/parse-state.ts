import { z } from "zod"
import { Failure } from "../../failure/failure.ts"
import type { ParameterProfile, ProfilePoint, ProfileSide, ProfileState } from "./state.ts"

const pointSchema: z.ZodType<ProfilePoint> = z.strictObject({ value: z.number(), delta: z.number(), x: z.array(z.number()) })

const sideSchema: z.ZodType<ProfileSide> = z.strictObject({
  direction: z.union([z.literal(-1), z.literal(1)]),
  points: z.array(pointSchema).min(1),
  next: z.number(),
  beyond: pointSchema.nullable(),
  wall: z.number().nullable(),
  halvings: z.int(),
  refits: z.int(),
  end: z.enum(["crossed", "bound", "plateau", "flat", "edge", "limit"]).nullable(),
  crossing: z.number().nullable(),
})

const profileSchema: z.ZodType<ParameterProfile> = z.strictObject({
  index: z.int(),
  name: z.string(),
  standardError: z.number().nullable(),
  sides: z.tuple([sideSchema, sideSchema]),
})

const stateSchema: z.ZodType<ProfileState> = z.strictObject({
  iteration: z.int(),
  x: z.array(z.number()),
  cost: z.number(),
  profiles: z.array(profileSchema),
  better: z.strictObject({ x: z.array(z.number()), cost: z.number() }).nullable(),
  status: z
    .strictObject({
      outcome: z.enum(["converged", "limit", "stalled", "aborted"]),
      sentence: z.string(),
      notes: z.array(z.string()),
    })
    .nullable(),
})

/** The state of profiles that were stored. @throws Failure when it is none. */
export function parseProfileState(value: unknown): ProfileState {
  const parsed = stateSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new Failure(`these are no profiles of this version: ${issue.path.join(".")} ${issue.message}`, {
    advice: "start them anew with --force",
  })
}
