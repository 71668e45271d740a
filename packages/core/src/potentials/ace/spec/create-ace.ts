import { SpecFailure } from "../../../failure/failure.ts"
import { elementNumbers, unresolved } from "../../spec/element-list.ts"
import { acePotential, type AcePotential } from "../ace-potential.ts"
import type { BasisLimits } from "../basis/enumerate-classes.ts"
import { buildAceBasis } from "../build-model.ts"
import { compressedCrystals } from "../beyond-data/compressed-crystals.ts"
import { disorderedMatter } from "../beyond-data/disordered-matter.ts"
import { expandedCrystals } from "../beyond-data/expanded-crystals.ts"
import type { AceRadial } from "../model.ts"
import { orthonormalRadial } from "../radial/orthonormal-radial.ts"
import { aceRegularisers } from "../regularisers.ts"
import type { AceSpec } from "./ace-schema.ts"
import { coreOfSpec } from "./core-spec.ts"
import { meanCohesion } from "./mean-cohesion.ts"
import { lengthOfPair } from "./pair-lengths.ts"
import { BELOW_SHORTEST } from "./resolve-ace.ts"

/** Functions become flat below this part of the shortest distance in the data. */
const SOFTENING = 0.8

/** The expansion of a resolved spec. @throws SpecFailure. */
export function createAce(spec: AceSpec): AcePotential {
  const { elements: symbols, cutoff, radial } = spec
  const elements = elementNumbers(symbols)
  if (symbols === "auto") throw unresolved("elements")
  if (cutoff === "auto") throw unresolved("cutoff")
  const radialOf = (centre: number, neighbour: number, count: number): AceRadial => {
    const [first, second] = [symbols[centre], symbols[neighbour]]
    const shortest = lengthOfPair(radial.shortest, first, second, ["radial", "shortest"])
    if (shortest >= cutoff) {
      throw new SpecFailure(`functions flatten below ${shortest} Å, beyond the cutoff of ${cutoff} Å`, {
        path: ["cutoff"],
        advice: "give a longer cutoff, or a shorter `radial.shortest`",
      })
    }
    return orthonormalRadial({
      count,
      cutoff,
      softening: SOFTENING * shortest,
      neighbour: lengthOfPair(radial.neighbour, first, second, ["radial", "neighbour"]),
      transform: radial.transform,
      envelope: radial.envelope,
    })
  }
  const basis = buildAceBasis(elements, limitsOf(spec), radialOf, coreOfSpec(spec.core, symbols))
  const { volume, energy } = spec.compression
  if (volume === "auto" && spec.core !== "none") throw unresolved("compression", "volume")
  const scale = energy === "auto" ? meanCohesion(symbols) : energy
  const shortest = (first: number, second: number): number =>
    lengthOfPair(radial.shortest, symbols[first], symbols[second], ["radial", "shortest"]) / BELOW_SHORTEST
  return acePotential(spec, basis, (evaluator) => [
    ...aceRegularisers(basis.functions, spec.smoothness),
    ...(volume === "auto"
      ? []
      : [
          ...compressedCrystals(basis.model, evaluator, { volume, energy: scale, shortest }),
          ...expandedCrystals(basis.model, evaluator, { volume, energy: scale }),
          ...disorderedMatter(basis.model, evaluator, { volume, energy: scale }),
        ]),
  ])
}

/** Degrees by order of a spec. @throws SpecFailure where there are none, or too many functions. */
function limitsOf({ degree, order, lWeight }: AceSpec): BasisLimits {
  if (degree === undefined) throw unresolved("degree")
  if (typeof degree !== "number") return { degrees: degree, lWeight }
  return { degrees: Array.from({ length: order ?? 4 }, () => degree), lWeight }
}
