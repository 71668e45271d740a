import { SpecFailure } from "../../../failure/failure.ts"
import type { Potential } from "../../potential.ts"
import type { PotentialMaker } from "../../potential-kind.ts"
import { elementNumbers, unresolved } from "../../spec/element-list.ts"
import { within } from "../../spec/within.ts"
import { sumPotential, type SumPotential } from "../../sum/sum-potential.ts"
import { acePotential, type AcePotential } from "../ace-potential.ts"
import type { BasisLimits } from "../basis/enumerate-classes.ts"
import { buildAceBasis } from "../build-model.ts"
import { orthonormalRadial } from "../radial/orthonormal-radial.ts"
import { aceRegularisers } from "../regularisers.ts"
import type { AceSpec } from "./ace-schema.ts"
import { lengthOfPair } from "./pair-lengths.ts"

/** Functions become flat below this part of the shortest distance in the data. */
const SOFTENING = 0.8

/** The expansion of a resolved spec, with its core. @throws SpecFailure. */
export function createAce(spec: AceSpec, maker: PotentialMaker): AcePotential | (SumPotential & AcePotential) {
  const { core } = spec
  const expansion = createExpansion(core === "none" ? spec : { ...spec, core: "none" })
  if (core === "none") return expansion
  if (core === "zbl") throw unresolved("core")
  const repulsion: Potential = within(["core"], () => maker.create({ kind: "zbl", elements: spec.elements, ...core }))
  const { model, basis, regularisers } = expansion
  return Object.freeze({ ...sumPotential(spec, [expansion, repulsion]), model, basis, regularisers })
}

function createExpansion(spec: AceSpec): AcePotential {
  const { elements: symbols, cutoff, radial } = spec
  const elements = elementNumbers(symbols)
  if (symbols === "auto") throw unresolved("elements")
  if (cutoff === "auto") throw unresolved("cutoff")
  const basis = buildAceBasis(elements, limitsOf(spec), (centre, neighbour, count) => {
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
  })
  return acePotential(spec, basis, aceRegularisers(basis.functions, spec.smoothness))
}

/** Degrees by order of a spec. @throws SpecFailure where there are none, or too many functions. */
function limitsOf({ degree, order, lWeight }: AceSpec): BasisLimits {
  if (degree === undefined) throw unresolved("degree")
  if (typeof degree !== "number") return { degrees: degree, lWeight }
  return { degrees: Array.from({ length: order ?? 4 }, () => degree), lWeight }
}
