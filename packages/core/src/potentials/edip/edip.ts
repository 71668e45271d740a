import { resolveSection } from "../many-body/section.ts"
import { mergedSection, specOfFile } from "../many-body/spec-of-file.ts"
import { potentialKind, type PotentialKind } from "../potential-kind.ts"
import { pairScale, resolvedElements } from "../resolve/scale.ts"
import { elementNumbers } from "../spec/element-list.ts"
import { edipPotential } from "./edip-potential.ts"
import { readEdip } from "./file/edip-file.ts"
import { pairSection, tripletSection } from "./sections.ts"
import { edipSchema, type EdipSpec } from "./spec.ts"

/** `kind: edip`: pair and angular energies that depend on the coordination of the centre. */
export const edip: PotentialKind = potentialKind<EdipSpec>({
  kind: "edip",
  doc: "pair and angular energies that depend on coordination (EDIP)",
  schema: edipSchema,
  create(given) {
    const spec = withFile(given)
    return edipPotential(spec, elementNumbers(spec.elements))
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

function withFile(given: EdipSpec): EdipSpec {
  const found = specOfFile(given, readEdip)
  if (!found) return given
  return { ...found, pairs: mergedSection(found.pairs, given.pairs), triplets: mergedSection(found.triplets, given.triplets) }
}
