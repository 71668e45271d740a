import { z } from "zod"
import type { StatisticsStore } from "../../objective/streaming/statistics-store.ts"
import { properties } from "../../observables/property.ts"
import type { ConformalScores } from "../calibration/cross-conformal.ts"
import type { PointwiseBox } from "../pops/pointwise-box.ts"
import type { Posterior } from "../posterior/posterior.ts"
import { readBeside, writeBeside } from "../posterior/saved-beside.ts"
import type { UncertaintyModel } from "./uncertainty-model.ts"

const FILES = { header: "uncertainty.json", numbers: "uncertainty.bin" }

/** Of the layout of these files: what is read must be what this program writes. */
const VERSION = 4

const boxSchema = z.strictObject({ rows: z.int(), count: z.int(), radius: z.number() }).nullable()
const scoresSchema = z.strictObject({ scale: z.array(z.number()), structures: z.int(), folds: z.array(z.int()), worst: z.int() }).nullable()

const headerSchema = z.strictObject({
  format: z.literal("luthier-uncertainty"),
  version: z.literal(VERSION),
  rank: z.int(),
  members: z.int(),
  folds: z.int(),
  tolerance: z.number(),
  boxes: z.strictObject({ energy: boxSchema, forces: boxSchema, stress: boxSchema }),
  conformal: z.strictObject({ energy: scoresSchema, forces: scoresSchema, stress: scoresSchema }),
  noise: z.record(z.string(), z.number()),
})

/** Writes `uncertainty.json` and `uncertainty.bin`, which belong to one posterior. */
export async function saveUncertainty(store: StatisticsStore, model: UncertaintyModel, posterior: Pick<Posterior, "joint">): Promise<void> {
  const { rank, members, without, tolerance, boxes, conformal, noise } = model
  const described = (of: (property: (typeof properties)[number]) => unknown): Record<string, unknown> =>
    Object.fromEntries(properties.map((property) => [property, of(property)]))
  const description = {
    ...{ format: "luthier-uncertainty", version: VERSION, rank, members, folds: without.length, tolerance },
    boxes: described((property) => {
      const box = boxes[property]
      return box && { rows: box.rows, count: box.count, radius: box.radius }
    }),
    conformal: described((property) => {
      const own = conformal[property]
      return (
        own && {
          scale: own.scale.coefficients,
          structures: own.structures,
          folds: own.folds.map(({ scores }) => scores.length),
          worst: own.worst.length,
        }
      )
    }),
    noise,
  }
  await writeBeside(store, FILES, posterior, description, arraysOf(model))
}

/** What was saved for this posterior, or `undefined` where there is nothing, or something of another fit or version. @throws Failure when it is damaged. */
export async function loadUncertainty(store: StatisticsStore, posterior: Pick<Posterior, "joint">): Promise<UncertaintyModel | undefined> {
  const read = await readBeside(store, FILES, posterior, headerSchema)
  if (!read) return undefined
  const { description, next } = read
  const { rank, members, folds, tolerance, boxes, conformal, noise } = description
  const committee = next(rank * members)
  const without = Array.from({ length: folds }, () => next(rank))
  const readBox = (box: z.infer<typeof boxSchema>): PointwiseBox | null =>
    box && { rank, centre: next(rank), edges: next(rank * box.count), ...box }
  const readScores = (own: z.infer<typeof scoresSchema>): ConformalScores | null =>
    own && {
      scale: { coefficients: own.scale },
      folds: own.folds.map((length) => ({ scores: next(length), cumulative: next(length) })),
      structures: own.structures,
      worst: next(own.worst),
    }
  return {
    ...{ rank, members, tolerance, committee, without, noise },
    boxes: { energy: readBox(boxes.energy), forces: readBox(boxes.forces), stress: readBox(boxes.stress) },
    conformal: {
      energy: readScores(conformal.energy),
      forces: readScores(conformal.forces),
      stress: readScores(conformal.stress),
    },
  }
}

/** The numbers of a model in the order in which they are written. */
function arraysOf({ committee, without, boxes, conformal }: UncertaintyModel): readonly Float64Array[] {
  return [
    committee,
    ...without,
    ...properties.flatMap((property) => (boxes[property] ? [boxes[property].centre, boxes[property].edges] : [])),
    ...properties.flatMap((property) => {
      const own = conformal[property]
      return own ? [...own.folds.flatMap(({ scores, cumulative }) => [scores, cumulative]), own.worst] : []
    }),
  ]
}
