import { BELOW_SHORTEST, coefficientPlaces, radialKnots, resolvedSettings, resolveEam } from "../../eam/resolve/resolve.ts"
import { startingDensity } from "../../eam/resolve/starting-values.ts"
import type { DataStatistics } from "../../resolve/data-statistics.ts"
import { ofPair, pairScale, rounded, typicalNeighbour } from "../../resolve/scale.ts"
import { pairEntries } from "../../spec/pair-entries.ts"
import { within } from "../../spec/within.ts"
import { momentForms } from "../forms/moment-forms.ts"
import { embeddedSpec } from "./create.ts"
import { momentDefault, type AdpSpec, type MomentFunctionSpec } from "./schema.ts"

/**
 * Values at the nearest-neighbour distance from which splines start. Not zero, where the energy is stationary and no solver would move;
 * small enough that a surface atom begins with some 10 meV.
 */
const STARTS = { dipole: 0.02, quadrupole: 0.01 } as const

/** A spec with every `auto` replaced by a number and every `*` by the functions it stands for; see `resolveEam`. */
export function resolveAdp(spec: AdpSpec, statistics: DataStatistics): AdpSpec {
  const eam = resolveEam(embeddedSpec(spec), statistics)
  const { pair, density, embedding } = eam
  const [elements, cutoff] = [eam.elements, eam.cutoff]
  if (elements === "auto" || cutoff === "auto") return spec
  const neighbour = typicalNeighbour(statistics)
  const moments = (role: "dipole" | "quadrupole"): Readonly<Record<string, MomentFunctionSpec>> =>
    within([role], () =>
      Object.fromEntries(
        pairEntries(elements, spec[role] ?? momentDefault).map(({ a, b, label, value }) => {
          const seen = ofPair(statistics.minimumDistance, elements[a], elements[b]) ?? neighbour
          const start = rounded(BELOW_SHORTEST * Math.min(seen, neighbour), 4)
          const scale = pairScale(statistics, elements[a], elements[b])
          return [label, resolveMoment(value, start, cutoff, (r) => STARTS[role] * startingDensity(r, neighbour, cutoff), scale)] as const
        }),
      ),
    )
  return { ...spec, elements, cutoff, pair, density, embedding, dipole: moments("dipole"), quadrupole: moments("quadrupole") }
}

function resolveMoment(
  spec: MomentFunctionSpec,
  start: number,
  cutoff: number,
  model: (r: number) => number,
  scale: Parameters<typeof resolvedSettings>[2],
): MomentFunctionSpec {
  if ("spline" in spec) {
    const { knots: given, values, order, basis } = spec.spline
    const knots = radialKnots(given, spec.spline.start === "auto" ? start : spec.spline.start, cutoff)
    const at = basis === "values" ? knots.slice(0, -1) : coefficientPlaces(knots, order)
    return {
      ...spec,
      spline: { ...spec.spline, knots, start: knots[0], values: values === "auto" ? at.map((r) => rounded(model(r))) : values },
    }
  }
  if ("formula" in spec) return spec
  return { ...spec, parameters: resolvedSettings(momentForms.get(spec.form)?.parameters ?? [], spec.parameters ?? {}, scale) }
}
