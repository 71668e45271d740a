import { SpecFailure } from "../../failure/failure.ts"
import { resolveSection } from "../many-body/section.ts"
import { mergedSection, specOfFile } from "../many-body/spec-of-file.ts"
import { potentialKind, type PotentialKind } from "../potential-kind.ts"
import { pairScale, resolvedElements } from "../resolve/scale.ts"
import { elementNumbers } from "../spec/element-list.ts"
import { tersoffFormOf } from "./file/format.ts"
import { readTersoff } from "./file/read-tersoff.ts"
import { tersoffSectionNames, tersoffSections } from "./sections.ts"
import { tersoffSchema, type TersoffSpec } from "./spec.ts"
import { tersoffPotential } from "./tersoff-potential.ts"

/** `kind: tersoff`: bonds whose strength depends on their surroundings. */
export const tersoff: PotentialKind = potentialKind<TersoffSpec>({
  kind: "tersoff",
  doc: "bond-order potentials of Tersoff, with the modified and the screened variants",
  schema: tersoffSchema,
  create(given) {
    const spec = withFile(given)
    refuseOtherForms(spec)
    return tersoffPotential(spec, elementNumbers(spec.elements))
  },
  resolve(given, statistics) {
    const spec = withFile(given)
    refuseOtherForms(spec)
    const elements = [...resolvedElements(spec.elements, statistics)]
    const scale = (a: string, b: string) => pairScale(statistics, a, b)
    const sections = tersoffSections(spec.form)
    const resolved = tersoffSectionNames.map((name) => [name, resolveSection(sections[name], elements, spec[name], scale)] as const)
    return { ...spec, elements, ...Object.fromEntries(resolved.filter(([, section]) => Object.keys(section).length > 0)) }
  },
})

function withFile(given: TersoffSpec): TersoffSpec {
  const form = given.file !== undefined && given.form === "tersoff" ? tersoffFormOf(given.file) : given.form
  const found = specOfFile(given, (text, file, labels) => readTersoff(text, file, form, labels))
  if (!found) return given
  const merged = tersoffSectionNames.flatMap((name) => {
    const section = mergedSection(found[name], given[name])
    return Object.keys(section).length > 0 ? [[name, section] as const] : []
  })
  return { ...found, ...Object.fromEntries(merged) }
}

/** The schema knows the parameters of all forms. */
function refuseOtherForms(spec: TersoffSpec): void {
  const sections = tersoffSections(spec.form)
  for (const name of tersoffSectionNames) {
    const known = sections[name].parameters.map((parameter) => parameter.name)
    for (const [key, settings] of Object.entries(spec[name] ?? {})) {
      const odd = Object.keys(settings).find((parameter) => !known.includes(parameter))
      if (odd === undefined) continue
      throw new SpecFailure(`"${odd}" is no parameter of the form ${spec.form}`, {
        path: [name, key, odd],
        advice: `known are ${known.join(", ")}`,
      })
    }
  }
}
