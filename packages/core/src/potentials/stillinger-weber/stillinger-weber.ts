import { resolveSection } from "../many-body/section.ts"
import { mergedSection, specOfFile } from "../many-body/spec-of-file.ts"
import { potentialKind, type PotentialKind } from "../potential-kind.ts"
import { pairScale, resolvedElements } from "../resolve/scale.ts"
import { elementNumbers } from "../spec/element-list.ts"
import { readStillingerWeber } from "./file/read-sw.ts"
import { pairSection, tripletSection } from "./sections.ts"
import { stillingerWeberSchema, type StillingerWeberSpec } from "./spec.ts"
import { stillingerWeberPotential } from "./stillinger-weber-potential.ts"

/** `kind: stillinger-weber`: pair energies and energies of angles between bonds. */
export const stillingerWeber: PotentialKind = potentialKind<StillingerWeberSpec>({
  kind: "stillinger-weber",
  doc: "pair energies and energies of the cosines between bonds (Stillinger and Weber)",
  schema: stillingerWeberSchema,
  create(given) {
    const spec = withFile(given)
    return stillingerWeberPotential(spec, elementNumbers(spec.elements))
  },
  resolve(given, statistics) {
    const spec = withFile(given)
    const elements = [...resolvedElements(spec.elements, statistics)]
    const scale = (a: string, b: string) => pairScale(statistics, a, b)
    return {
      ...spec,
      elements,
      pairs: resolveSection(pairSection, elements, spec.pairs, scale),
      triplets: resolveSection(tripletSection, elements, spec.triplets, scale),
    }
  },
})

function withFile(given: StillingerWeberSpec): StillingerWeberSpec {
  const found = specOfFile(given, readStillingerWeber)
  if (!found) return given
  const epsilon = given.epsilon ?? found.epsilon
  return {
    ...found,
    pairs: mergedSection(found.pairs, given.pairs),
    triplets: mergedSection(found.triplets, given.triplets),
    ...(epsilon !== undefined && { epsilon }),
  }
}
