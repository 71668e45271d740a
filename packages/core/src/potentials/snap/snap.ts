import { potentialKind, type PotentialKind } from "../potential-kind.ts"
import { resolvedElements, rounded, typicalNeighbour } from "../resolve/scale.ts"
import { createSnap } from "./create-snap.ts"
import { snapSchema, type SnapSpec } from "./spec/snap-schema.ts"

/** Cutoffs left to the data are this multiple of the nearest-neighbour distance: between the second and the third shell of fcc. */
const CUTOFF_IN_NEIGHBOURS = 1.7

/** `kind: snap`: bispectrum components, linear or quadratic, by neighbours alike or by their element. */
export const snap: PotentialKind = potentialKind<SnapSpec>({
  kind: "snap",
  doc: "the spectral neighbour analysis potential (SNAP): bispectrum components",
  schema: snapSchema,
  create: (spec) => createSnap(spec),
  resolve(spec, statistics) {
    const elements = [...resolvedElements(spec.elements, statistics)]
    const largest = typeof spec.radelems === "number" ? spec.radelems : Math.max(...spec.radelems)
    const rcutfac =
      spec.rcutfac === "auto" ? rounded((CUTOFF_IN_NEIGHBOURS * typicalNeighbour(statistics)) / (2 * largest), 3) : spec.rcutfac
    return { ...spec, elements, rcutfac }
  },
})
