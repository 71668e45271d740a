import { symbolOf } from "../atoms/elements.ts"
import type { Configuration } from "../atoms/structure.ts"
import type { Finding } from "./finding.ts"
import { solveComposition } from "./composition.ts"

/** No matter is bound this strongly [eV/atom]: larger energies hold those of the free atoms. */
const TOTAL = 20

/** Says that energies are total energies, and which references of elements the compositions of the data determine. */
export function totalEnergies(labelled: readonly Configuration[]): readonly Finding[] {
  if (labelled.length === 0) return []
  const members = labelled.map(({ structure, energy }) => ({ structure, value: energy! / structure.numbers.length }))
  const mean = members.reduce((sum, { value }) => sum + Math.abs(value), 0) / members.length
  if (!(mean > TOTAL)) return []
  const { elements, rank, determined } = solveComposition(members)
  const open = elements.filter((element) => !determined.includes(element))
  const known = determined.length > 0 ? `determine the reference of ${list(determined)}` : "determine no reference by itself"
  return [
    {
      severity: "note",
      code: "total-energies",
      message: `energies are total energies (mean |E/N| ${mean.toFixed(1)} eV/atom); the compositions ${known}${open.length > 0 ? `, and only sums of those of ${list(open)} (rank ${rank} of ${elements.length})` : ""}`,
      advice: `set objective.references: fit${open.length > 0 ? "; energies of other compositions then mean nothing until free atoms or other compositions are added" : ""}`,
      frames: [],
    },
  ]
}

function list(elements: readonly number[]): string {
  return elements.map(symbolOf).join(", ")
}
